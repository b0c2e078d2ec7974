/** What a person is told when the cloud refuses or fails: what happened, where, and what to do. */
import { CloudError, type CloudErrorKind } from "../cloud";
import type { Explanation } from "../terraform";

interface Advice {
  readonly summary: string;
  readonly remedy: string;
}

const ADVICE: Readonly<Record<CloudErrorKind, Advice>> = {
  "not-found-server": {
    summary: "Server not found",
    remedy: "Check server_id, and that region and project are those of the server.",
  },
  "not-found-nic": {
    summary: "NIC not found",
    remedy: "Check port_id, and that the NIC is attached to this server.",
  },
  "not-found-port": {
    summary: "Port not found",
    remedy: "Check the port's id, and that region and project are those of its VPC.",
  },
  "not-found-project": {
    summary: "Project not found",
    remedy: "Check the region's spelling, set project_id or project_name, and check that the key may list projects.",
  },
  "not-found": {
    summary: "Not found in the cloud",
    remedy: "Check the ids, the region and the project.",
  },
  "wrong-endpoint": {
    summary: "No such API at this endpoint",
    remedy: "Check region, cloud and endpoints: the address answers, but it is not that of the service.",
  },
  "no-credentials": {
    summary: "Nothing to sign in with",
    remedy: "docs/guides/authentication.md shows each way to sign in, and which comes first.",
  },
  unauthorized: {
    summary: "Credentials refused",
    remedy:
      "Check that the access key and its secret key, with security_token if they are temporary, or the token are valid, that the token is one of the region's project, and this machine's clock (15 minutes of difference are allowed). After more than five refusals in a row a key is locked for five minutes; this provider stopped before that.",
  },
  "sign-in-refused": {
    summary: "Sign-in refused",
    remedy:
      "Check the user's name, account and password, or the name and account of the agency and that it may be assumed, or the id token and its identity provider. A user is locked for a while after several wrong passwords; this provider stopped at the first.",
  },
  forbidden: {
    summary: "Not permitted",
    remedy:
      "The key is right but lacks a permission. Managing the setting needs ecs:cloudServers:listServerInterfaces and ecs:cloudServers:updateServerInterface; attaching NICs also needs the permissions to add and delete NICs of servers, to show jobs, and to list, get, update and delete ports of VPC.",
  },
  throttled: {
    summary: "Too many requests",
    remedy:
      "The cloud still throttles after all retries. Wait a minute, set requests_per_second, lower max_concurrent_requests or Terraform's -parallelism, or raise max_retries.",
  },
  locked: { summary: "Server is locked", remedy: "Unlock the server, then apply again." },
  busy: {
    summary: "Server is busy",
    remedy: "Another operation on the server is under way. Wait until it has ended, then apply again.",
  },
  "invalid-request": {
    summary: "Request refused",
    remedy: "Correct what the message names, then run Terraform again.",
  },
  "job-failed": {
    summary: "The cloud's job failed",
    remedy: "Correct what the message names, then apply again: the next plan shows what is left to do.",
  },
  "server-error": {
    summary: "The cloud failed",
    remedy:
      "This is a fault on the cloud's side that retries did not outlast. Try again later; give support the request id.",
  },
  unreachable: {
    summary: "Endpoint not reachable",
    remedy:
      "Check region, cloud and endpoints, the network and DNS from this machine, and HTTPS_PROXY and NO_PROXY if there is a proxy.",
  },
  "untrusted-certificate": {
    summary: "Endpoint's certificate is not trusted",
    remedy:
      "Check that the endpoint is the right one. For a private cloud with its own certificates, give its authority as cacert_file; insecure = true accepts any.",
  },
  "connection-lost": {
    summary: "Connection lost",
    remedy: "Check the network between here and the cloud, then try again.",
  },
  timeout: {
    summary: "No answer in time",
    remedy: "Check the network, or raise request_timeout in the provider block.",
  },
  cancelled: {
    summary: "Cancelled",
    remedy:
      "Run Terraform again: it goes on where this run ended. An object whose create was cut short is tainted and will be replaced; terraform untaint keeps it.",
  },
  "unexpected-answer": {
    summary: "Unexpected answer",
    remedy: "Something other than Huawei Cloud may have answered, such as a proxy. Check endpoints and the network.",
  },
};

const IMPOSSIBLE: Advice = {
  summary: "Not possible with this configuration",
  remedy: "Nothing was sent. Correct what the message names.",
};

const GONE: ReadonlySet<CloudErrorKind> = new Set(["not-found-server", "not-found-nic", "not-found-port"]);

/** Reads the cloud's errors; undefined for all others. */
export function explain(error: unknown): Explanation | undefined {
  if (!(error instanceof CloudError)) return undefined;
  // No request was formed: it is the configuration that asks for something impossible.
  const isOurRefusal = error.kind === "invalid-request" && error.method === "";
  const { summary, remedy } = isOurRefusal ? IMPOSSIBLE : ADVICE[error.kind];
  return {
    summary,
    detail: `${happened(error)}\n\n${remedy}`,
    gone: GONE.has(error.kind),
    cancelled: error.kind === "cancelled",
  };
}

function happened({ message }: CloudError): string {
  return /[.!?)]$/.test(message) ? message : `${message}.`;
}
