/** Stands in for `cacheable-request` in the bundle, with all that it brings: got uses it only when it is given a cache. */
export default class CacheableRequest {
  constructor() {
    throw new Error("Caching is not built in: got must be used without a cache.");
  }
}

export class CacheError extends Error {}
