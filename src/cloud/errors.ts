/** What went wrong, in the terms a caller decides by. */
export type CloudErrorKind =
  /** The ECS does not exist. */
  | "not-found-server"
  /** The ECS exists and has no such NIC. */
  | "not-found-nic"
  /** No project bears the name of the region or the given project name. */
  | "not-found-project"
  /** The VPC has no such port. */
  | "not-found-port"
  /** Something else does not exist. */
  | "not-found"
  /** The endpoint answers, and has no such API: a wrong endpoint, cloud or region. */
  | "wrong-endpoint"
  /** Nothing was found to sign in with, or not all of it. */
  | "no-credentials"
  /** The credentials were refused. More than five refusals in a row lock an access key for five minutes. */
  | "unauthorized"
  /** IAM or STS refused to exchange what was given for a token or temporary keys. */
  | "sign-in-refused"
  /** The key is right and may not do this. */
  | "forbidden"
  /** Too many requests. */
  | "throttled"
  /** The ECS is locked; its owner must unlock it. */
  | "locked"
  /** The ECS is executing another command, or is in a state that does not allow this. */
  | "busy"
  /** The request is wrong, and would be wrong again. */
  | "invalid-request"
  /** A job of the service ended without success. */
  | "job-failed"
  /** The service, or a service behind it, failed. */
  | "server-error"
  /** No connection could be made: nothing was sent. */
  | "unreachable"
  /** The endpoint's certificate is not trusted: nothing was sent. */
  | "untrusted-certificate"
  /** The connection broke before the whole answer was there. */
  | "connection-lost"
  /** No whole answer within the request timeout. */
  | "timeout"
  /** The caller's signal fired. */
  | "cancelled"
  /** An answer that this API does not give: a redirect, a web page, broken JSON, a missing field. */
  | "unexpected-answer";

export interface CloudErrorDetails {
  readonly kind: CloudErrorKind;
  /** HTTP status; absent when there was no answer. */
  readonly status?: number | undefined;
  /** The service's own code, such as `Ecs.0114`. */
  readonly code?: string | undefined;
  /** What the service said, or what happened when it said nothing. */
  readonly serviceMessage: string;
  /** What Huawei Cloud support asks for. */
  readonly requestId?: string | undefined;
  /** Empty when no request was formed. */
  readonly method: string;
  /** Without query and credentials. Empty when no request was formed. */
  readonly url: string;
  /** How many times the request was sent or tried. */
  readonly attempts: number;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** Whether a write may have taken effect although it failed. Always false for a read. */
  readonly mayHaveHappened: boolean;
  /** Milliseconds that the service asks to wait, by its `Retry-After` header. */
  readonly retryAfter?: number | undefined;
  /** The setting that is wrong or missing, by the name of the provider's argument. */
  readonly setting?: string | undefined;
  /** Where refused credentials came from, and what was looked at before. */
  readonly origin?: string | undefined;
}

/** Every failure of this room. It holds no secret, and no object that holds one. */
export class CloudError extends Error implements CloudErrorDetails {
  override readonly name = "CloudError";
  readonly kind: CloudErrorKind;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly serviceMessage: string;
  readonly requestId: string | undefined;
  readonly method: string;
  readonly url: string;
  readonly attempts: number;
  readonly retryable: boolean;
  readonly mayHaveHappened: boolean;
  readonly retryAfter: number | undefined;
  readonly setting: string | undefined;
  readonly origin: string | undefined;

  constructor(details: CloudErrorDetails) {
    super(sentence(details));
    this.kind = details.kind;
    this.status = details.status;
    this.code = details.code;
    this.serviceMessage = details.serviceMessage;
    this.requestId = details.requestId;
    this.method = details.method;
    this.url = details.url;
    this.attempts = details.attempts;
    this.retryable = details.retryable;
    this.mayHaveHappened = details.mayHaveHappened;
    this.retryAfter = details.retryAfter;
    this.setting = details.setting;
    this.origin = details.origin;
  }

  /** The same failure, known better. */
  with(changes: Partial<CloudErrorDetails>): CloudError {
    return new CloudError({ ...this, ...changes });
  }
}

/** A failure found before any request was formed: a wrong argument, or a wrong setting when one is named. */
export function invalidRequest(serviceMessage: string, setting?: string): CloudError {
  return new CloudError({ ...noRequest, kind: "invalid-request", serviceMessage, setting });
}

/** There is nothing to sign in with, or the named setting is missing for it. */
export function noCredentials(serviceMessage: string, setting?: string): CloudError {
  return new CloudError({ ...noRequest, kind: "no-credentials", serviceMessage, setting });
}

/** The caller's signal fired while it waited for a shared request, which may have failed before and be repeated. */
export function cancelledWhileWaiting(last?: CloudError): CloudError {
  const before = last === undefined ? "" : ` Before that: ${last.message}`;
  const serviceMessage = `Cancelled before an answer was there.${before}`;
  return new CloudError({ ...noRequest, kind: "cancelled", serviceMessage });
}

const noRequest = { method: "", url: "", attempts: 0, retryable: false, mayHaveHappened: false };

function sentence(details: CloudErrorDetails): string {
  const { method, url, status, code, serviceMessage, requestId, attempts, origin } = details;
  const request = method === "" ? "" : `${method} ${url}`;
  const answer = status === undefined ? "" : ` answered ${[status, code].filter(Boolean).join(" ")}`;
  const notes = [attempts > 1 ? `after ${attempts} attempts` : "", requestId ? `request id ${requestId}` : ""];
  const note = notes.filter(Boolean).join(", ");
  const from = origin === undefined ? "" : ` The credentials are ${origin}.`;
  return `${request}${answer}${request === "" ? "" : ": "}${serviceMessage}${note === "" ? "" : ` (${note})`}${from === "" ? "" : `.${from}`}`;
}
