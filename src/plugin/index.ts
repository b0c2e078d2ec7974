/** The wire: handshake, TLS, HTTP/2 and gRPC, protocol-6 messages, msgpack to values. */
export { type ServeOptions, serve } from "./serve";
