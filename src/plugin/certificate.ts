/**
 * A self-signed certificate for one run: X.509 v3 in DER, P-256, valid for a day, for the name `localhost` that
 * Terraform asks for. Field order and tags: RFC 5280.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface Certificate {
  readonly der: Buffer;
  readonly pem: string;
  /** The private key as PEM. It never leaves the process. */
  readonly key: string;
}

export function createCertificate(now = new Date(), serial = randomBytes(16)): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_WITH_SHA256,
    NAME,
    sequence(time(now.getTime() - CLOCK_TOLERANCE), time(now.getTime() + ONE_DAY)),
    NAME,
    publicKey,
    explicit(3, EXTENSIONS),
  );
  const signature = sign("sha256", body, createPrivateKey(privateKey));
  const der = sequence(body, ECDSA_WITH_SHA256, bitString(signature));
  return { der, pem: toPem(der), key: privateKey };
}

// Terraform judges the validity by its own clock.
const CLOCK_TOLERANCE = 60_000;
const ONE_DAY = 86_400_000;

function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return tlv(0x30, ...parts);
}

function explicit(tag: number, content: Uint8Array): Buffer {
  return tlv(0xa0 + tag, content);
}

/** A positive integer in as few bytes as DER allows: no leading zeros, but one if the highest bit is set. */
function integer(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const significant = start === -1 ? Buffer.from([0]) : bytes.subarray(start);
  return tlv(0x02, Buffer.from((significant[0] as number) >= 0x80 ? [0] : []), significant);
}

function bitString(bytes: Uint8Array): Buffer {
  return tlv(0x03, Buffer.from([0]), bytes);
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, "hex"));
}

function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, "");
  return tlv(0x17, Buffer.from(digits.slice(2)));
}

function extension(id: Buffer, critical: boolean, value: Uint8Array): Buffer {
  return sequence(id, ...(critical ? [tlv(0x01, Buffer.from([0xff]))] : []), tlv(0x04, value));
}

function toPem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

const ECDSA_WITH_SHA256 = sequence(oid("2a8648ce3d040302"));
const COMMON_NAME = oid("550403");
const NAME = sequence(tlv(0x31, sequence(COMMON_NAME, tlv(0x0c, Buffer.from("localhost")))));
const EXTENSIONS = sequence(
  // Basic constraints: a CA, for the certificate is its own root.
  extension(oid("551d13"), true, sequence(tlv(0x01, Buffer.from([0xff])))),
  // Key usage: digitalSignature and keyCertSign.
  extension(oid("551d0f"), true, tlv(0x03, Buffer.from([0x02, 0x84]))),
  // Extended key usage: server and client authentication.
  extension(oid("551d25"), false, sequence(oid("2b06010505070301"), oid("2b06010505070302"))),
  // Subject alternative name: DNS localhost.
  extension(oid("551d11"), false, sequence(tlv(0x82, Buffer.from("localhost")))),
);
