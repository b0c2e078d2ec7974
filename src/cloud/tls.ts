import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { invalidRequest } from "./errors";

export interface TlsSettings {
  /** Take certificates without a check. */
  readonly insecure?: boolean | undefined;
  /** The authorities to trust in place of Node's own, as PEM or the path of a PEM file. */
  readonly caCertificate?: string | undefined;
  /** What the client presents, as PEM or the path of a PEM file; with its key. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** What got takes as its `https` option. */
export interface TlsOptions {
  readonly rejectUnauthorized: boolean;
  readonly minVersion: "TLSv1.2";
  readonly certificateAuthority?: string;
  readonly certificate?: string;
  readonly key?: string;
}

/** Reads and checks the files. Throws a `CloudError` of kind "invalid-request" that names the setting. */
export function tlsOptions({ insecure = false, caCertificate, certificate, key }: TlsSettings): TlsOptions {
  const ca = caCertificate === undefined ? undefined : pem("cacert_file", caCertificate);
  if (ca !== undefined) check("cacert_file", "a certificate", () => new X509Certificate(ca));
  return {
    rejectUnauthorized: !insecure,
    minVersion: "TLSv1.2",
    ...(ca === undefined ? {} : { certificateAuthority: ca }),
    ...clientPair(certificate, key),
  };
}

function clientPair(certificate: string | undefined, key: string | undefined): Partial<TlsOptions> {
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined)
    throw invalidRequest("key is set without cert; a client certificate needs both.", "key");
  if (key === undefined) throw invalidRequest("cert is set without key; a client certificate needs both.", "cert");
  const pair = { certificate: pem("cert", certificate), key: pem("key", key) };
  const { createSecureContext } = process.getBuiltinModule("node:tls");
  check("cert", "a certificate", () => new X509Certificate(pair.certificate));
  check("key", "the unencrypted private key of cert", () =>
    createSecureContext({ cert: pair.certificate, key: pair.key }),
  );
  return pair;
}

function pem(setting: string, pathOrPem: string): string {
  if (pathOrPem.includes("-----BEGIN")) return pathOrPem;
  try {
    return readFileSync(pathOrPem, "utf8");
  } catch (error) {
    const { code } = error as { code?: string };
    // A key that was pasted wrongly must not be shown as if it were a path.
    const shown = setting === "key" ? "" : ` ${JSON.stringify(pathOrPem)}`;
    throw invalidRequest(
      `${setting} must be PEM or the path of a PEM file; the file${shown} cannot be read (${code}).`,
      setting,
    );
  }
}

function check(setting: string, what: string, parse: () => unknown): void {
  try {
    parse();
  } catch (error) {
    const { code } = error as { code?: string };
    throw invalidRequest(`${setting} must hold ${what} in PEM form, and cannot be read as one (${code}).`, setting);
  }
}
