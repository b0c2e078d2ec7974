/** TLS for one client only: the one whose certificate Terraform has put into the environment. */
import { X509Certificate } from "node:crypto";
import type { Http2Server } from "node:http2";
import tls, { type TLSSocket } from "node:tls";
import type { Certificate } from "./certificate";

/**
 * Gives the HTTP/2 server's connections TLS, and closes every one whose client does not prove to hold the key of exactly
 * this certificate.
 *
 * Node's own check would make the certificate an authority. That is more than is meant, and it loads all the authorities
 * that Node knows, which takes as long as the rest of the start.
 */
export function overMutualTls(server: Http2Server, { pem, key }: Certificate, clientPem: string): tls.Server {
  const client = new X509Certificate(clientPem);
  const options: tls.TlsOptions = {
    cert: pem,
    key,
    ca: [],
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: "TLSv1.2",
    ALPNProtocols: ["h2"],
  };
  return tls.createServer(options, (socket) => {
    if (isHeldBy(socket, client)) server.emit("connection", socket);
    else socket.destroy();
  });
}

function isHeldBy(socket: TLSSocket, { raw, validFrom, validTo }: X509Certificate): boolean {
  const now = Date.now();
  const presented = socket.getPeerX509Certificate()?.raw;
  return presented?.equals(raw) === true && Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}
