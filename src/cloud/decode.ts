import type { CloudError } from "./errors";
import { unexpectedAnswer } from "./failures";
import { isRecord, type Json, text } from "./json";
import type { Answer } from "./transport";

/** The error of an answer in which something that matters is missing or of another kind, naming it. */
export function unexpected({ status, requestId, request }: Answer, what: string): CloudError {
  return unexpectedAnswer(status, what, request, requestId);
}

/** The object under a name of the body. Throws an "unexpected-answer" when there is none. */
export function objectIn(answer: Answer, name: string): Json {
  const found = isRecord(answer.body) ? answer.body[name] : undefined;
  if (isRecord(found)) return found;
  throw unexpected(answer, `The answer has no object \`${name}\`.`);
}

/** The list under a name of the body, what is no object in it as an empty one. Throws an "unexpected-answer". */
export function listIn(answer: Answer, name: string): readonly Json[] {
  const found = isRecord(answer.body) ? answer.body[name] : undefined;
  if (Array.isArray(found)) return found.map((item: unknown) => (isRecord(item) ? item : {}));
  throw unexpected(answer, `The answer has no list \`${name}\`.`);
}

/** An id, without which the object is of no use. `path` is where it is in the answer. */
export function idIn(object: Json, name: string, path: string, answer: Answer): string {
  const id = text(object[name]);
  if (id !== "") return id;
  throw unexpected(answer, `The answer has no \`${path === "" ? "" : `${path}.`}${name}\`.`);
}

/** True or false; false when it is absent or null. */
export function flagIn(object: Json, name: string, path: string, answer: Answer): boolean {
  const flag = object[name] ?? false;
  if (typeof flag === "boolean") return flag;
  throw unexpected(answer, `\`${path}.${name}\` is not true or false in the answer.`);
}
