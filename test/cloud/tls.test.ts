import { CloudError } from "../../src/cloud";
import { tlsOptions } from "../../src/cloud/tls";
import { createAuthority } from "./support/certificates";
import { closeClouds, cloudError, listedNic, portId, serverId, testCloud } from "./support/cloud";
import { closeServers, type Handler, json, startServer } from "./support/server";

const nic = { serverId, portId };
const list: Handler = (response) => json(response, 200, { interfaceAttachments: [listedNic()] });
const authority = createAuthority();
const other = createAuthority();
const tls = authority.issue("IP:127.0.0.1");
const client = authority.issue("DNS:client.example.test");

afterEach(async () => {
  closeClouds();
  await closeServers();
});
afterAll(() => {
  authority.remove();
  other.remove();
});

test.each(["PEM", "a path"])("a certificate of an authority that is given as %s is trusted", async (form) => {
  const server = await startServer(list, tls);
  const caCertificate = form === "PEM" ? authority.cert : authority.file("given-ca.pem", authority.cert);
  expect(await testCloud(server.url, { caCertificate }).nic(nic)).toMatchObject({ portId });
});

test("with an authority given, only its certificates are trusted", async () => {
  const server = await startServer(list, tls);
  const error = await cloudError(testCloud(server.url, { caCertificate: other.cert }).nic(nic));
  expect(error).toMatchObject({ kind: "untrusted-certificate", attempts: 1, retryable: false });
  expect(server.received).toHaveLength(0);
});

test("a certificate of the right authority for another name is not trusted", async () => {
  const server = await startServer(list, authority.issue("DNS:elsewhere.example.test"));
  const error = await cloudError(testCloud(server.url, { caCertificate: authority.cert }).nic(nic));
  expect(error.kind).toBe("untrusted-certificate");
  expect(server.received).toHaveLength(0);
});

test("a client certificate is presented to a server that wants one, and without it there is no answer", async () => {
  const server = await startServer(list, { ...tls, ca: authority.cert, requestCert: true, rejectUnauthorized: true });
  const caCertificate = authority.cert;
  const error = await cloudError(testCloud(server.url, { caCertificate, maxRetries: 0 }).nic(nic));
  expect(["connection-lost", "unreachable"]).toContain(error.kind);
  expect(server.received).toHaveLength(0);

  const inMemory = { caCertificate, certificate: client.cert, key: client.key };
  expect(await testCloud(server.url, inMemory).nic(nic)).toMatchObject({ portId });
  const [certificate, key] = [authority.file("client.pem", client.cert), authority.file("client.key", client.key)];
  expect(await testCloud(server.url, { caCertificate, certificate, key }).nic(nic)).toMatchObject({ portId });
});

test.each([
  ["cacert_file", { caCertificate: "/nowhere/canary.pem" }, "/nowhere/canary.pem"],
  ["cacert_file", { caCertificate: "-----BEGIN CERTIFICATE-----\nnot one\n-----END CERTIFICATE-----" }, "PEM form"],
  ["cert", { certificate: "/nowhere.pem", key: client.key }, "ENOENT"],
  ["cert", { certificate: client.key, key: client.key }, "hold a certificate"],
  ["key", { certificate: client.cert, key: "CANARY-pasted-key-without-its-first-line" }, "ENOENT"],
  ["key", { certificate: client.cert, key: tls.key }, "private key of cert"],
  ["cert", { certificate: client.cert }, "cert is set without key"],
  ["key", { key: client.key }, "key is set without cert"],
])("a %s that cannot be used is refused at once, by name", (setting, settings, text) => {
  const refusal = () => tlsOptions(settings);
  expect(refusal).toThrow(text);
  expect(refusal).not.toThrow("CANARY-pasted");
  try {
    refusal();
  } catch (error) {
    expect(error).toBeInstanceOf(CloudError);
    expect(error).toMatchObject({ kind: "invalid-request", setting });
  }
});
