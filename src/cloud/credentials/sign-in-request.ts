import { CloudError } from "../errors";
import { unexpectedAnswer } from "../failures";
import { isRecord, type Json, text } from "../json";
import { Secret } from "../secret";
import type { Answer, Call, Transport } from "../transport";
import type { Obtained, ObtainOptions } from "./source";

/** One request of a sign-in: it changes nothing that could be done twice, and its bodies are in no log. */
export async function signInRequest(
  transport: Transport,
  call: Pick<Call, "url" | "body" | "headers">,
  what: string,
  options: ObtainOptions,
): Promise<Answer> {
  try {
    return await transport.request({ ...call, ...options, method: "POST", repeat: "always", confidential: true });
  } catch (error) {
    if (!(error instanceof CloudError) || error.kind === "cancelled") throw error;
    throw error.with({
      kind: error.kind === "unauthorized" || error.kind === "forbidden" ? "sign-in-refused" : error.kind,
      serviceMessage: `${what} failed: ${error.serviceMessage}`,
    });
  }
}

/** The token of an answer's `X-Subject-Token` header, with the end that its body tells. */
export function subjectToken(answer: Answer): Obtained & { readonly grant: { readonly token: Secret } } {
  const token = answer.header("x-subject-token");
  if (!token) throw unexpected(answer, "The answer has no header `X-Subject-Token`.");
  const details = isRecord(answer.body) && isRecord(answer.body.token) ? answer.body.token : {};
  return { grant: { token: new Secret(token) }, expiresAt: time(details.expires_at) };
}

/** Temporary keys: IAM and the metadata service call their parts `access`, `secret` and `securitytoken`, STS differently. */
export function temporaryKeys(answer: Answer, list: "credential" | "credentials"): Obtained {
  const found = isRecord(answer.body) && isRecord(answer.body[list]) ? answer.body[list] : {};
  const keys = keysIn(found);
  if (typeof keys === "string") throw unexpected(answer, `The answer has no \`${list}.${keys}\`.`);
  return keys;
}

/** The keys, or the name of what is missing. */
export function keysIn(found: Json): Obtained | string {
  const isSts = found.access_key_id !== undefined;
  const names = isSts
    ? (["access_key_id", "secret_access_key", "security_token"] as const)
    : (["access", "secret", "securitytoken"] as const);
  const [accessKey = "", secretKey = "", securityToken = ""] = names.map((name) => text(found[name]));
  const missing = [accessKey, secretKey, securityToken].indexOf("");
  if (missing >= 0) return names[missing] ?? "access";
  const keys = { accessKey, secretKey: new Secret(secretKey), securityToken: new Secret(securityToken) };
  return { grant: { keys }, expiresAt: time(found.expires_at ?? found.expiration) };
}

function time(value: unknown): number | undefined {
  const milliseconds = Date.parse(text(value));
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function unexpected({ status, requestId, request }: Answer, what: string): CloudError {
  return unexpectedAnswer(status, what, request, requestId);
}
