import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** A request as it came off the wire: the URL undecoded, the body byte for byte. */
export interface SignedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
}

/** What an `Authorization` header claims. */
export interface SignatureClaim {
  accessKey: string;
  /** Lower-case and sorted. */
  signedHeaders: string[];
  /** 64 lower-case hexadecimal digits. */
  signature: string;
}

const claimPattern = /^SDK-HMAC-SHA256 Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{64})$/;

/** The claim in an `Authorization` header, or `undefined` when it is none of SDK-HMAC-SHA256. */
export function parseClaim(authorization: string): SignatureClaim | undefined {
  const [, accessKey, signedHeaders, signature] = claimPattern.exec(authorization) ?? [];
  if (accessKey === undefined || signedHeaders === undefined || signature === undefined) {
    return undefined;
  }
  return { accessKey, signedHeaders: signedHeaders.toLowerCase().split(";").sort(), signature };
}

/**
 * The six-line text that is signed. Only the claimed headers are part of it; the path always ends in a slash; the query
 * is taken decoded, since clients differ in what they escape on the wire.
 *
 * @fidelity documented
 * Source: API request signing guide, "Signing Algorithm"; proven against signatures of Huawei's Node SDK.
 */
export function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const [path, query] = splitOnce(request.url, "?");
  return [
    request.method.toUpperCase(),
    canonicalPath(path),
    canonicalQuery(query),
    signedHeaders.map((name) => `${name}:${headerValue(request.headers, name).trim()}\n`).join(""),
    signedHeaders.join(";"),
    payloadHash(request),
  ].join("\n");
}

/** Whether the claim's signature is the one that `secretKey` gives. Takes the same time wherever the two differ. */
export function signatureMatches(request: SignedRequest, claim: SignatureClaim, secretKey: string): boolean {
  const stringToSign = [
    "SDK-HMAC-SHA256",
    headerValue(request.headers, "x-sdk-date"),
    sha256(canonicalRequest(request, claim.signedHeaders)),
  ].join("\n");
  const expected = createHmac("sha256", secretKey).update(stringToSign).digest();
  return timingSafeEqual(expected, Buffer.from(claim.signature, "hex"));
}

/**
 * The hash in the last line. A client may leave the payload out of the signature by saying so in a header; a hash in that
 * header must be the body's own.
 *
 * @fidelity assumed
 * SDKs sign the header's value in place of the hash; that the cloud compares it with the body is not written anywhere.
 */
function payloadHash(request: SignedRequest): string {
  const declared = headerValue(request.headers, "x-sdk-content-sha256");
  return declared === "UNSIGNED-PAYLOAD" ? declared : sha256(request.body);
}

function canonicalPath(path: string): string {
  const encoded = path
    .split("/")
    .map((segment) => encode(decode(segment)))
    .join("/");
  return encoded.endsWith("/") ? encoded : `${encoded}/`;
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .sort(([keyA, valueA], [keyB, valueB]) => compareBytes(keyA, keyB) || compareBytes(valueA, valueB))
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .join("&");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function headerValue(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : (value ?? "");
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function splitOnce(text: string, separator: string): [string, string] {
  const position = text.indexOf(separator);
  return position < 0 ? [text, ""] : [text.slice(0, position), text.slice(position + 1)];
}
