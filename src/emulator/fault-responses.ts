import { ecsError, gatewayError } from "./answer";
import type { FaultResponse } from "./faults";

/**
 * The gateway's throttling: 429 `APIGW.0308`. Its window stands in the text only.
 *
 * @fidelity observed
 * Source: messages in public issues of clients, such as `policy user over ratelimit,limit:100,time:1 minute`.
 */
export function overRateLimit(window: {
  limit: number;
  seconds: number;
  policy?: "user" | "api" | "ip";
}): FaultResponse {
  const { limit, seconds, policy = "user" } = window;
  const message = `The throttling threshold has been reached: policy ${policy} over ratelimit,limit:${limit},time:${seconds} second`;
  return { status: 429, body: (requestId: string) => gatewayError(429, "APIGW.0308", message, requestId).body };
}

/**
 * The throttling of ECS itself: 429 `Common.1503`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes".
 */
export const tooManyRequests: FaultResponse = response(429, "Common.1503", "API flow control.");

/**
 * Throttling with a status of success: 202 `Common.0024`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes".
 */
export const flowLimitExceeded: FaultResponse = response(202, "Common.0024", "Flow limit exceeded.");

/**
 * 500 `Common.0001`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes".
 */
export const systemError: FaultResponse = response(500, "Common.0001", "System exception.");

/**
 * A load balancer's page, which is no JSON.
 *
 * @fidelity assumed
 */
export const badGateway: FaultResponse = {
  status: 502,
  contentType: "text/html",
  body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n",
};

/**
 * The gateway cannot reach IAM: 503 `APIGW.0613`.
 *
 * @fidelity documented
 * Source: API request signing guide, "Error Codes"; the text is assumed.
 */
export const serviceUnavailable: FaultResponse = {
  status: 503,
  body: (requestId: string) => gatewayError(503, "APIGW.0613", "IAM is temporarily unavailable.", requestId).body,
};

/**
 * The gateway waited for the service in vain: 504 `APIGW.0201`.
 *
 * @fidelity documented
 * Source: API request signing guide, "Error Codes"; the text is assumed.
 */
export const gatewayTimeout: FaultResponse = {
  status: 504,
  body: (requestId: string) => gatewayError(504, "APIGW.0201", "Backend timeout.", requestId).body,
};

/**
 * The server carries out another command: 501 `Ecs.0603`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes".
 */
export const serverBusy: FaultResponse = response(
  501,
  "Ecs.0603",
  "Other commands are being executed. Please try again 1 minute later.",
);

/**
 * The server is locked: 400 `Ecs.0605`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes".
 */
export const serverLocked: FaultResponse = response(400, "Ecs.0605", "The ECS is locked.");

/**
 * The caller lacks a permission: 403 `Pdp.0001`.
 *
 * @fidelity documented
 * Source: ECS API reference, "Error Codes".
 */
export function policyForbids(action: string): FaultResponse {
  return response(403, "Pdp.0001", `Policy does not allow ${action} to be performed.`);
}

function response(status: number, code: string, message: string): FaultResponse {
  return { status, body: ecsError(status, code, message).body };
}
