import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { createCertificate } from "../../src/plugin/certificate";

const MINUTE = 60_000;

function openssl(pem: string): string {
  return execFileSync("openssl", ["x509", "-noout", "-text"], { input: pem, encoding: "utf8" });
}

test("is its own root, for localhost, for servers and clients", () => {
  const { pem, der } = createCertificate();
  const certificate = new X509Certificate(pem);
  expect(certificate.raw).toEqual(der);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkIssued(certificate)).toBe(true);
  expect(certificate).toMatchObject({
    ca: true,
    subject: "CN=localhost",
    issuer: "CN=localhost",
    subjectAltName: "DNS:localhost",
    keyUsage: ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"],
  });
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
});

test("is valid for a day, and from a little before now", () => {
  const now = new Date("2031-12-31T23:59:30.999Z");
  const { validFrom, validTo } = new X509Certificate(createCertificate(now).pem);
  expect(new Date(validFrom)).toEqual(new Date("2031-12-31T23:58:30Z"));
  expect(new Date(validTo)).toEqual(new Date("2032-01-01T23:59:30Z"));
  const current = new X509Certificate(createCertificate().pem);
  expect(Date.parse(current.validFrom)).toBeLessThan(Date.now() - MINUTE / 2);
});

test("differs each time", () => {
  const [one, other] = [createCertificate(), createCertificate()];
  expect(one.key).not.toBe(other.key);
  expect(new X509Certificate(one.pem).serialNumber).not.toBe(new X509Certificate(other.pem).serialNumber);
});

test.each([
  ["with the highest bit set", "ff000000000000000000000000000001", "FF000000000000000000000000000001"],
  ["with a leading zero", "007f0000000000000000000000000001", "7F0000000000000000000000000001"],
  ["with a leading zero before a high bit", "00800000000000000000000000000001", "800000000000000000000000000001"],
  ["with many leading zeros", "00000000000000000000000000000001", "01"],
  ["that is zero", "00000000000000000000000000000000", "0"],
])("has a serial number %s", (_what, serial, expected) => {
  const { pem } = createCertificate(new Date(), Buffer.from(serial, "hex"));
  const certificate = new X509Certificate(pem);
  expect(certificate.serialNumber.replace(/^0+(?=.)/, "")).toBe(expected.replace(/^0+(?=.)/, ""));
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(openssl(pem)).toContain("ecdsa-with-SHA256");
});

test("a thousand of them are read and verified", () => {
  const lengths = new Set<number>();
  for (let run = 0; run < 1000; run++) {
    const { pem, der } = createCertificate();
    const certificate = new X509Certificate(pem);
    if (!certificate.verify(certificate.publicKey)) throw new Error(pem);
    // An empty line before the end would be refused by OpenSSL.
    if (pem.includes("\n\n")) throw new Error(pem);
    lengths.add(der.length);
  }
  expect(lengths.size).toBeGreaterThan(1);
});

test("OpenSSL agrees on every part", () => {
  const text = openssl(createCertificate().pem);
  for (const part of [
    "Version: 3 (0x2)",
    "Signature Algorithm: ecdsa-with-SHA256",
    "Issuer: CN = localhost",
    "CA:TRUE",
    "Digital Signature, Certificate Sign",
    "TLS Web Server Authentication, TLS Web Client Authentication",
    "DNS:localhost",
    "ASN1 OID: prime256v1",
  ]) {
    expect(text.replace("CN=", "CN = ")).toContain(part);
  }
});

test.each(["TLSv1.2", "TLSv1.3"] as const)("both sides of a %s connection trust it", async (version) => {
  const [server, client] = [createCertificate(), createCertificate()];
  const listener = tls.createServer({
    cert: server.pem,
    key: server.key,
    ca: client.pem,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: version,
    maxVersion: version,
  });
  const accepted = once(listener, "secureConnection") as Promise<[tls.TLSSocket]>;
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const socket = tls.connect({
    port,
    host: "127.0.0.1",
    servername: "localhost",
    ca: server.pem,
    cert: client.pem,
    key: client.key,
  });
  await once(socket, "secureConnect");
  const [peer] = await accepted;
  expect([socket.authorized, peer.authorized]).toEqual([true, true]);
  socket.destroy();
  peer.destroy();
  listener.close();
  await once(listener, "close");
});
