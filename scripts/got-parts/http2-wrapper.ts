/** Stands in for `http2-wrapper` in the bundle: got imports it eagerly, and `http2: false` never calls it. */
export default {
  auto(): never {
    throw new Error("HTTP/2 is not built in: got must be used with http2: false.");
  },
};
