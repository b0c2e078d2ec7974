import { createHash, createHmac } from "node:crypto";
import type { Secret } from "./secret";

/** An access key pair, with its token when the pair is temporary. */
export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: Secret;
  readonly securityToken?: Secret | undefined;
}

export interface Unsigned {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. `content-type` and `x-project-id` are signed when present; the others are passed on unsigned. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly what is sent; empty for no body. */
  readonly body: string;
  readonly credentials: Credentials;
  readonly date: Date;
}

const algorithm = "SDK-HMAC-SHA256";
const signedNames = ["content-type", "host", "x-project-id", "x-sdk-date", "x-security-token"];

/**
 * The headers to send, the `authorization` among them: SDK-HMAC-SHA256 as Huawei's own SDKs compute it
 * (support.huaweicloud.com/devg-apisign). The service allows 15 minutes between `date` and its own clock.
 */
export function sign({ method, url, headers, body, credentials, date }: Unsigned): Record<string, string> {
  const sent: Record<string, string> = { ...headers, host: url.host, "x-sdk-date": basicDate(date) };
  if (credentials.securityToken) sent["x-security-token"] = credentials.securityToken.reveal();

  const names = signedNames.filter((name) => sent[name] !== undefined);
  const canonicalRequest = [
    method,
    canonicalPath(url.pathname),
    canonicalQuery(url.searchParams),
    names.map((name) => `${name}:${sent[name]?.trim()}\n`).join(""),
    names.join(";"),
    sha256(body),
  ].join("\n");

  const stringToSign = [algorithm, sent["x-sdk-date"], sha256(canonicalRequest)].join("\n");
  const signature = createHmac("sha256", credentials.secretKey.reveal()).update(stringToSign).digest("hex");
  sent.authorization = `${algorithm} Access=${credentials.accessKey}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  return sent;
}

/** Sorted bytewise by name, then by value; both encoded. A query sent in this form reads the same to every server. */
export function canonicalQuery(parameters: Iterable<readonly [string, string]>): string {
  return [...parameters]
    .sort(([nameA, valueA], [nameB, valueB]) => compareBytes(nameA, nameB) || compareBytes(valueA, valueB))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
}

/** The path as it is signed: each segment decoded and encoded anew, and always a slash at the end. */
export function canonicalPath(pathname: string): string {
  const path = pathname
    .split("/")
    .map((segment) => encode(decode(segment)))
    .join("/");
  return path.endsWith("/") ? path : `${path}/`;
}

/** Percent-encodes everything but `A-Z a-z 0-9 - _ . ~`, in upper-case hexadecimal, as UTF-8. */
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

function basicDate(date: Date): string {
  return `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
