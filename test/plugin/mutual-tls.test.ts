import http2 from "node:http2";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { type Certificate, createCertificate } from "../../src/plugin/certificate";
import { overMutualTls } from "../../src/plugin/mutual-tls";

const DAY = 86_400_000;

/** What a client gets that trusts the server and presents a certificate, which is announced or not. */
async function outcome(announced: Certificate, options: tls.ConnectionOptions): Promise<"served" | "refused"> {
  const own = createCertificate();
  const plain = http2.createServer();
  plain.on("stream", (stream) => stream.respond({ ":status": 200 }, { endStream: true }));
  const server = overMutualTls(plain, own, announced.pem).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const client = http2.connect(`https://localhost:${port}`, {
    createConnection: () =>
      tls.connect({ host: "127.0.0.1", port, servername: "localhost", ca: own.pem, ALPNProtocols: ["h2"], ...options }),
  });
  try {
    return await new Promise((resolve) => {
      const request = client.request({ ":path": "/" });
      request.once("response", () => resolve("served"));
      for (const emitter of [client, request]) {
        emitter.once("error", () => resolve("refused"));
        emitter.once("close", () => resolve("refused"));
      }
    });
  } finally {
    client.destroy();
    server.close();
  }
}

const announced = createCertificate();

test.each<[string, tls.ConnectionOptions]>([
  ["TLS 1.3", { minVersion: "TLSv1.3" }],
  ["TLS 1.2", { maxVersion: "TLSv1.2" }],
])("the client whose certificate was announced is served over %s", async (_version, options) => {
  expect(await outcome(announced, { cert: announced.pem, key: announced.key, ...options })).toBe("served");
});

test("a client without a certificate is not served", async () => {
  expect(await outcome(announced, {})).toBe("refused");
});

test("a client with a certificate of the same names and another key is not served", async () => {
  const other = createCertificate();
  expect(await outcome(announced, { cert: other.pem, key: other.key })).toBe("refused");
});

test("a client with a certificate that the announced one has signed is not served", async () => {
  const chained = createCertificate();
  expect(await outcome(announced, { cert: chained.pem + announced.pem, key: chained.key })).toBe("refused");
});

test.each([
  ["expired", Date.now() - 2 * DAY],
  ["not yet valid", Date.now() + 2 * DAY],
])("a client whose announced certificate is %s is not served", async (_what, now) => {
  const wrong = createCertificate(new Date(now));
  expect(await outcome(wrong, { cert: wrong.pem, key: wrong.key })).toBe("refused");
});

test("TLS older than 1.2 is not served", async () => {
  const old = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
  expect(await outcome(announced, { cert: announced.pem, key: announced.key, ...old })).toBe("refused");
});
