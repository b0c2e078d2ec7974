import { createHash, createHmac } from "node:crypto";

export interface Unsigned {
  method: string;
  /** Path and query, escaped as they go over the wire. */
  path: string;
  /** Lower-case names; all of them are signed. */
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
const percentEncode = (text: string) =>
  Array.from(Buffer.from(text), (byte) =>
    /[A-Za-z0-9_.~-]/.test(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
  ).join("");

/** The `Authorization` header of SDK-HMAC-SHA256, written from its description and from nothing of the emulator's. */
export function sign({ method, path, headers, body = "" }: Unsigned, accessKey: string, secretKey: string): string {
  const url = new URL(path, "http://signer");
  const names = Object.keys(headers).sort();
  const canonical = [
    method,
    `${url.pathname.split("/").map(decodeURIComponent).map(percentEncode).join("/").replace(/\/$/, "")}/`,
    Array.from(url.searchParams, ([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`)
      .sort()
      .join("&"),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    "",
    names.join(";"),
    headers["x-sdk-content-sha256"] ?? sha256(body),
  ].join("\n");
  const text = `SDK-HMAC-SHA256\n${headers["x-sdk-date"]}\n${sha256(canonical)}`;
  const signature = createHmac("sha256", secretKey).update(text).digest("hex");
  return `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
}
