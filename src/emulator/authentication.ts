import { timingSafeEqual } from "node:crypto";
import { canonicalRequest, parseClaim, type SignatureClaim, type SignedRequest, signatureMatches } from "./signature";

export interface Credentials {
  accessKey: string;
  secretKey: string;
  /** Present for temporary credentials only. */
  securityToken?: string;
}

/** Says why a request is refused, or `undefined` when its signature holds. */
export type Authenticator = (request: SignedRequest) => string | undefined;

const allowedSkew = 15 * 60_000;
const lockDuration = 5 * 60_000;
const toleratedFailures = 5;

/**
 * Decides who may call, and remembers failures: after more than five in a row the access key is refused for five minutes,
 * good signatures included.
 *
 * @fidelity documented
 * Source: API request signing guide, FAQ on `APIGW.0301`. Whether the sixth failure locks or the seventh finds the lock is
 * not said; here the sixth locks.
 */
export function createAuthenticator(credentials: Credentials, now: () => number, lockout: boolean): Authenticator {
  let failures = 0;
  let lockedUntil = Number.NEGATIVE_INFINITY;

  return (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) {
      return request.headers["x-auth-token"] === undefined ? "x-auth-token not found" : "decrypt token fail";
    }
    const claim = parseClaim(authorization);
    if (!claim) {
      return "verify aksk signature fail, the Authorization header is not of SDK-HMAC-SHA256";
    }
    if (claim.accessKey !== credentials.accessKey) {
      return "Get secretKey failed,ak:******,err:ak not exist";
    }
    if (now() < lockedUntil) {
      return "AK access failed to reach the limit,forbidden.";
    }
    const refusal =
      signatureRefusal(request, claim, credentials.secretKey, now()) ?? tokenRefusal(request, credentials);
    failures = refusal === undefined ? 0 : failures + 1;
    if (lockout && failures > toleratedFailures) {
      lockedUntil = now() + lockDuration;
      failures = 0;
    }
    return refusal;
  };
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
 * Temporary credentials come with the security token they were issued with, permanent ones with none.
 *
 * @fidelity assumed
 * That the token must match is documented (IAM API reference, "Obtaining Temporary Access Keys"), the refusals are not.
 */
function tokenRefusal(request: SignedRequest, credentials: Credentials): string | undefined {
  const token = request.headers["x-security-token"];
  if (token === undefined && credentials.securityToken !== undefined) {
    return "Get secretKey failed,ak:******,err:ak not exist";
  }
  return sameText(String(token ?? ""), credentials.securityToken ?? "") ? undefined : "decrypt token fail";
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
