import { isRecord, type Json } from "./json";

/** What an error body says, whichever of Huawei Cloud's shapes it has. */
export interface ErrorBody {
  readonly code?: string | undefined;
  /** The service's words, or an excerpt of the text when the body has none of the shapes. */
  readonly message: string;
  readonly requestId?: string | undefined;
  /** Whether the service, or Nova behind it, says that something does not exist. */
  readonly saysNotFound: boolean;
  /** Whether this is a web page: a proxy or a load balancer speaks, not the API. */
  readonly isWebPage: boolean;
}

interface Finding {
  readonly code: string | undefined;
  readonly message: string;
}

const errorKeys = new Set(["code", "message", "error_code", "error_msg", "request_id"]);

const longestExcerpt = 200;
const deepest = 3;

/**
 * Reads the body of an error answer. The shapes, all seen in documentation or in the wild:
 * ECS `{"error":{"code":"Ecs.0005","message"}}`, gateway and VPC `{"error_code","error_msg","request_id"}`,
 * Nova `{"itemNotFound":{"code":404,"message"}}` (also as a JSON string inside the ECS message, whose text then counts),
 * IAM `{"error":{"code":401,"message","title"}}`, VPC and jobs `{"code","message"}`, batch `{"internalError":[...]}`,
 * and anything else: web pages of load balancers, or nothing.
 */
export function decodeErrorBody(text: string): ErrorBody {
  const json = parse(text);
  const found = isRecord(json) ? find(json) : undefined;
  if (!isRecord(json) || !found) {
    return { message: excerpt(text), saysNotFound: false, isWebPage: text.trimStart().startsWith("<") };
  }
  const inner = embedded(found.message);
  return {
    code: found.code,
    message: (inner?.message || found.message) + details(json),
    requestId: typeof json.request_id === "string" ? json.request_id : undefined,
    saysNotFound: found.code === "itemNotFound" || /itemNotFound|could not be found/i.test(found.message),
    isWebPage: false,
  };
}

/**
 * The code that a successful status hides: ECS answers 202 with `Common.0024` when its flow limit is exceeded.
 * Undefined for a body that is no error.
 */
export function hiddenErrorCode(json: unknown): string | undefined {
  if (!isRecord(json)) return undefined;
  // A failed job has an error code among much else, and its query is a success.
  const isErrorOnly = Object.keys(json).every((key) => errorKeys.has(key));
  const error = isRecord(json.error) ? json.error : isErrorOnly ? json : {};
  const code = error.code ?? error.error_code;
  return typeof code === "string" && /^[A-Za-z]+\.\d+$/.test(code) ? code : undefined;
}

function find(json: Json, key = "", depth = 0): Finding | undefined {
  const { error_code, error_msg, error_message, code, message } = json;
  if (isCode(error_code) || typeof error_msg === "string") {
    return { code: codeText(error_code), message: String(error_msg ?? error_message ?? "") };
  }
  if (typeof message === "string" || (isCode(code) && depth > 0)) {
    const isNova = typeof code === "number" && key !== "" && key !== "error";
    return { code: isNova ? key : codeText(code), message: String(message ?? "") };
  }
  if (depth === deepest) return undefined;
  for (const [innerKey, value] of Object.entries(json)) {
    const inner = Array.isArray(value) ? value[0] : value;
    const found = isRecord(inner) ? find(inner, innerKey, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function embedded(message: string): Finding | undefined {
  const json = parse(message.slice(message.indexOf("{"), message.lastIndexOf("}") + 1));
  return isRecord(json) ? find(json) : undefined;
}

function details(json: Json): string {
  const list = isRecord(json.error) ? json.error.details : undefined;
  if (!Array.isArray(list)) return "";
  const lines = list.filter(isRecord).map(({ code, message }) => [code, message].filter(Boolean).join(" "));
  return lines.length === 0 ? "" : ` (${lines.join("; ")})`;
}

function excerpt(text: string): string {
  const plain = text
    .slice(0, 5_000)
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (plain === "") return "The answer has no text.";
  return plain.length <= longestExcerpt ? plain : `${plain.slice(0, longestExcerpt)}…`;
}

function isCode(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function codeText(code: unknown): string | undefined {
  return isCode(code) && code !== "" ? String(code) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
