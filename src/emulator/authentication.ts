import { timingSafeEqual } from "node:crypto";
import type { Credentials, KeyStore } from "./key-store";
import type { Settings } from "./settings";
import { canonicalRequest, parseClaim, type SignatureClaim, type SignedRequest, signatureMatches } from "./signature";

/** Who calls, once that is sure. */
export interface Caller {
  /** The access key, or `token`. */
  name: string;
  /** The project that the caller may name in a URL, or `undefined` when there is none. */
  projectId: string | undefined;
}

/** Why a request is refused. */
export interface CallerRefusal {
  code: "APIGW.0301" | "APIGW.0307";
  message: string;
}

export type Authenticator = (request: SignedRequest) => Caller | CallerRefusal;

interface Failures {
  inARow: number;
  lockedUntil: number;
}

const allowedSkew = 15 * 60_000;
const lockDuration = 5 * 60_000;
const toleratedFailures = 5;

/**
 * Decides who may call: whoever signs with a key or brings a token. It remembers failures: after more than five in a row the
 * access key is refused for five minutes, good signatures included.
 *
 * @fidelity documented
 * Source: API request signing guide, FAQ on `APIGW.0301`. Whether the sixth failure locks or the seventh finds the lock is
 * not said; here the sixth locks.
 */
export function createAuthenticator(options: {
  keys: KeyStore;
  projectId: string;
  settings: Readonly<Settings>;
  now: () => number;
}): Authenticator {
  const { keys, projectId, settings, now } = options;
  const failures = new Map<string, Failures>();

  return (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      return callerOfToken(request, keys, now());
    }
    const claim = parseClaim(authorization);
    if (!claim) {
      return refused("verify aksk signature fail, the Authorization header is not of SDK-HMAC-SHA256");
    }
    const key = keys.key(claim.accessKey);
    if (!key) {
      return refused("Get secretKey failed,ak:******,err:ak not exist");
    }
    const past = failures.get(key.accessKey) ?? { inARow: 0, lockedUntil: Number.NEGATIVE_INFINITY };
    if (now() < past.lockedUntil) {
      return refused("AK access failed to reach the limit,forbidden.");
    }
    const refusal = signatureRefusal(request, claim, key.secretKey, now()) ?? tokenRefusal(request, key, now());
    past.inARow = refusal === undefined ? 0 : past.inARow + 1;
    if (settings.lockout && past.inARow > toleratedFailures) {
      past.lockedUntil = now() + lockDuration;
      past.inARow = 0;
    }
    failures.set(key.accessKey, past);
    return refusal === undefined ? { name: key.accessKey, projectId } : refused(refusal);
  };
}

/**
 * The caller who brings a token instead of a signature: an unknown one cannot be decrypted, an old one says when it ended,
 * and one whose user's rights changed is to be renewed (`APIGW.0307`).
 *
 * @fidelity documented
 * Source: API request signing guide, "Error Codes", `APIGW.0301` and `APIGW.0307`.
 */
function callerOfToken(request: SignedRequest, keys: KeyStore, now: number): Caller | CallerRefusal {
  const value = request.headers["x-auth-token"];
  if (value === undefined) {
    return refused("x-auth-token not found");
  }
  const token = keys.token(String(value));
  if (!token) {
    return refused("decrypt token fail");
  }
  if (token.expiresAt <= now) {
    return refused(`token expires, expires_at: ${new Date(token.expiresAt).toISOString()}`);
  }
  if (token.revoked) {
    return { code: "APIGW.0307", message: "The token must be updated." };
  }
  return { name: "token", projectId: token.projectId };
}

function refused(reason: string): CallerRefusal {
  return { code: "APIGW.0301", message: `Incorrect IAM authentication information: ${reason}` };
}

/**
 * The date must be signed and within 15 minutes of now; every header that is claimed to be signed must be there.
 *
 * @fidelity documented
 * Source: API request signing guide, FAQ. The text after `verify aksk signature fail, ` is documented for API keys of the
 * gateway only and is assumed to be alike here.
 */
function signatureRefusal(
  request: SignedRequest,
  claim: SignatureClaim,
  secretKey: string,
  now: number,
): string | undefined {
  if (!claim.signedHeaders.includes("x-sdk-date")) {
    return "verify aksk signature fail, the header x-sdk-date must be signed";
  }
  const missing = claim.signedHeaders.find((name) => request.headers[name] === undefined);
  if (missing !== undefined) {
    return `verify aksk signature fail, the signed header ${missing} is missing`;
  }
  const date = String(request.headers["x-sdk-date"]);
  if (!(Math.abs(parseDate(date) - now) <= allowedSkew)) {
    return `verify aksk signature fail, signature expired, signature time:${date},server time:${formatDate(now)}`;
  }
  if (!signatureMatches(request, claim, secretKey)) {
    return `verify aksk signature fail, canonicalRequest:${canonicalRequestForShow(request, claim)}`;
  }
  return undefined;
}

/**
 * Temporary credentials come with the security token they were issued with, and end; permanent ones come with none.
 *
 * @fidelity assumed
 * That the token must match is documented (IAM API reference, "Obtaining Temporary Access Keys"), the refusals are not.
 */
function tokenRefusal(
  request: SignedRequest,
  credentials: Credentials & { expiresAt?: number },
  now: number,
): string | undefined {
  const token = request.headers["x-security-token"];
  if (token === undefined && credentials.securityToken !== undefined) {
    return "Get secretKey failed,ak:******,err:ak not exist";
  }
  if (!sameText(String(token ?? ""), credentials.securityToken ?? "")) {
    return "decrypt token fail";
  }
  const { expiresAt = Number.POSITIVE_INFINITY } = credentials;
  return expiresAt <= now ? `token expires, expires_at: ${new Date(expiresAt).toISOString()}` : undefined;
}

function sameText(a: string, b: string): boolean {
  const [bytesA, bytesB] = [Buffer.from(a), Buffer.from(b)];
  return bytesA.length === bytesB.length && timingSafeEqual(bytesA, bytesB);
}

/** The gateway shows newlines as bars. The security token stays out: error texts end up in logs. */
function canonicalRequestForShow(request: SignedRequest, claim: SignatureClaim): string {
  const hidden = request.headers["x-security-token"] === undefined ? {} : { "x-security-token": "******" };
  return canonicalRequest({ ...request, headers: { ...request.headers, ...hidden } }, claim.signedHeaders).replaceAll(
    "\n",
    "|",
  );
}

function parseDate(date: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function formatDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
}
