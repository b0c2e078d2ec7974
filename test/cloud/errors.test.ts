import { inspect } from "node:util";
import type { CloudErrorKind } from "../../src/cloud";
import {
  closeClouds,
  cloudError,
  nicPath,
  portId,
  secretKey,
  securityToken,
  serverId,
  testCloud,
} from "./support/cloud";
import { closeServers, json, startServer } from "./support/server";

afterEach(async () => {
  closeClouds();
  await closeServers();
});

const nova = (fault: string, code: number, message: string) => ({ [fault]: { code, message } });
const gone = JSON.stringify(nova("itemNotFound", 404, `Instance ${serverId} could not be found.`));
const ecs = (code: string, message: string) => ({ error: { message, code } });
const gateway = (error_code: string, error_msg: string) => ({ error_msg, error_code, request_id: "body-request-id" });

interface Case {
  readonly what: string;
  readonly status: number;
  readonly body: unknown;
  readonly kind: CloudErrorKind;
  readonly code?: string;
  readonly retryable?: boolean;
  /** For a PUT. */
  readonly mayHaveHappened?: boolean;
  readonly says?: string;
}

const cases: Case[] = [
  // ECS
  {
    what: "ECS: invalid parameter",
    status: 400,
    body: ecs("Ecs.0005", "vpc id[sdf] is not uuid."),
    kind: "invalid-request",
    code: "Ecs.0005",
    says: "vpc id[sdf] is not uuid.",
  },
  {
    what: "ECS: empty body",
    status: 400,
    body: ecs("Common.0002", "empty"),
    kind: "invalid-request",
    code: "Common.0002",
  },
  {
    what: "ECS: wrong project",
    status: 400,
    body: ecs("Ecs.0023", "project"),
    kind: "invalid-request",
    code: "Ecs.0023",
  },
  {
    what: "ECS: no such server",
    status: 404,
    body: ecs("Ecs.0114", "Instance[x] could not be found."),
    kind: "not-found-server",
    code: "Ecs.0114",
  },
  {
    what: "ECS: no such server, other path",
    status: 404,
    body: ecs("Ecs.0614", "gone"),
    kind: "not-found-server",
    code: "Ecs.0614",
  },
  {
    what: "ECS: no such server, by Nova within the message",
    status: 400,
    body: ecs("Ecs.0307", `call novaExt api to get server ports fail serverId = ${serverId}  error message =${gone}`),
    kind: "not-found-server",
    code: "Ecs.0307",
    says: `Instance ${serverId} could not be found.`,
  },
  {
    what: "ECS: no such server, by Nova within a message that is not JSON",
    status: 400,
    body: ecs("Ecs.0307", "fail {itemNotFound: oops"),
    kind: "not-found-server",
    code: "Ecs.0307",
  },
  {
    what: "ECS: the port could not be queried",
    status: 400,
    body: ecs("Ecs.0307", "Failed to query the port."),
    kind: "server-error",
    code: "Ecs.0307",
    retryable: true,
    mayHaveHappened: true,
  },
  {
    what: "ECS: no such NIC",
    status: 400,
    body: ecs("Ecs.0085", "The server does not have the interface."),
    kind: "not-found-nic",
    code: "Ecs.0085",
  },
  { what: "ECS: locked", status: 400, body: ecs("Ecs.0605", "locked"), kind: "locked", code: "Ecs.0605" },
  { what: "ECS: wrong state", status: 400, body: ecs("Ecs.0100", "status"), kind: "busy", code: "Ecs.0100" },
  { what: "ECS: frozen", status: 400, body: ecs("Ecs.0030", "frozen"), kind: "forbidden", code: "Ecs.0030" },
  {
    what: "ECS: other command running",
    status: 501,
    body: ecs("Ecs.0603", "try again 1 minute later"),
    kind: "busy",
    code: "Ecs.0603",
    retryable: true,
  },
  ...["Ecs.0213", "Ecs.0323", "Ecs.1000", "Ecs.1001", "Ecs.1002", "Ecs.1100", "Ecs.1200", "Ecs.1201"].map(
    (code): Case => ({
      what: `ECS: a service behind it failed, ${code}`,
      status: 400,
      body: ecs(code, "call failed"),
      kind: "server-error",
      code,
      retryable: true,
      mayHaveHappened: true,
    }),
  ),
  {
    what: "ECS: a service behind it misses the server",
    status: 400,
    body: ecs("Ecs.1000", `nova: ${gone}`),
    kind: "not-found-server",
    code: "Ecs.1000",
  },
  {
    what: "ECS: flow control",
    status: 429,
    body: ecs("Common.1503", "flow"),
    kind: "throttled",
    code: "Common.1503",
    retryable: true,
  },
  {
    what: "ECS: flow control with a success status",
    status: 202,
    body: ecs("Common.0024", "Flow limit exceeded"),
    kind: "throttled",
    code: "Common.0024",
    retryable: true,
  },
  {
    what: "ECS: another error with a success status",
    status: 200,
    body: ecs("Ecs.0999", "strange"),
    kind: "unexpected-answer",
    code: "Ecs.0999",
    mayHaveHappened: true,
  },
  {
    what: "ECS: system exception",
    status: 500,
    body: ecs("Common.0001", "system"),
    kind: "server-error",
    code: "Common.0001",
    retryable: true,
    mayHaveHappened: true,
  },
  {
    what: "ECS: policy",
    status: 403,
    body: ecs("Pdp.0001", "Policy does not allow it."),
    kind: "forbidden",
    code: "Pdp.0001",
  },
  {
    what: "ECS: invalid token",
    status: 401,
    body: ecs("Common.0013", "invalid token"),
    kind: "unauthorized",
    code: "Common.0013",
  },
  {
    what: "ECS: with details",
    status: 400,
    body: { error: { message: "bad", code: "Ecs.0005", details: [{ code: "Ecs.0057", message: "worse" }] } },
    kind: "invalid-request",
    code: "Ecs.0005",
    says: "bad (Ecs.0057 worse)",
  },
  {
    what: "ECS: batch",
    status: 400,
    body: { internalError: [{ id: "1", error_code: "Ecs.0005", error_message: "one failed" }] },
    kind: "invalid-request",
    code: "Ecs.0005",
    says: "one failed",
  },
  // The gateway
  {
    what: "gateway: no such API",
    status: 404,
    body: gateway("APIGW.0101", "The API does not exist"),
    kind: "wrong-endpoint",
    code: "APIGW.0101",
  },
  {
    what: "gateway: no such API, other prefix",
    status: 404,
    body: gateway("APIG.0101", "The API does not exist"),
    kind: "wrong-endpoint",
    code: "APIG.0101",
  },
  {
    what: "gateway: bad signature",
    status: 401,
    body: gateway("APIGW.0301", "Incorrect IAM authentication information: verify aksk signature fail"),
    kind: "unauthorized",
    code: "APIGW.0301",
  },
  {
    what: "gateway: forbidden",
    status: 403,
    body: gateway("APIGW.0302", "not authorized"),
    kind: "forbidden",
    code: "APIGW.0302",
  },
  {
    what: "gateway: throttled",
    status: 429,
    body: gateway("APIGW.0308", "policy user over ratelimit,limit:100,time:1 minute"),
    kind: "throttled",
    code: "APIGW.0308",
    retryable: true,
  },
  {
    what: "gateway: backend unavailable",
    status: 502,
    body: gateway("APIGW.0201", "Backend unavailable"),
    kind: "server-error",
    code: "APIGW.0201",
    retryable: true,
    mayHaveHappened: true,
  },
  {
    what: "gateway: backend timeout",
    status: 504,
    body: gateway("APIGW.0201", "Backend timeout"),
    kind: "server-error",
    code: "APIGW.0201",
    retryable: true,
    mayHaveHappened: true,
  },
  {
    what: "gateway: IAM unavailable",
    status: 503,
    body: gateway("APIGW.0613", "IAM"),
    kind: "server-error",
    code: "APIGW.0613",
    retryable: true,
    mayHaveHappened: true,
  },
  {
    what: "gateway: too large",
    status: 413,
    body: gateway("APIGW.0201", "too large"),
    kind: "invalid-request",
    code: "APIGW.0201",
  },
  // Nova, IAM, VPC
  {
    what: "Nova: not found",
    status: 404,
    body: nova("itemNotFound", 404, `Instance ${serverId} could not be found.`),
    kind: "not-found-server",
    code: "itemNotFound",
  },
  {
    what: "Nova: conflict",
    status: 409,
    body: nova("conflictingRequest", 409, "Cannot while it is building"),
    kind: "busy",
    code: "conflictingRequest",
  },
  {
    what: "Nova: bad request",
    status: 400,
    body: nova("badRequest", 400, "bad"),
    kind: "invalid-request",
    code: "badRequest",
  },
  {
    what: "Nova: fault",
    status: 500,
    body: nova("computeFault", 500, "boom"),
    kind: "server-error",
    code: "computeFault",
    retryable: true,
    mayHaveHappened: true,
  },
  {
    what: "IAM: a number as code",
    status: 401,
    body: { error: { code: 401, message: "The password is wrong.", title: "Unauthorized" } },
    kind: "unauthorized",
    code: "401",
  },
  {
    what: "IAM: own codes",
    status: 403,
    body: { error_code: "IAM.0001", error_msg: "no" },
    kind: "forbidden",
    code: "IAM.0001",
  },
  {
    what: "VPC: top level",
    status: 400,
    body: { code: "VPC.0002", message: "Available zone Name is null." },
    kind: "invalid-request",
    code: "VPC.0002",
    says: "Available zone Name is null.",
  },
  {
    what: "VPC: not found",
    status: 404,
    body: { code: "VPC.2502", message: "not found" },
    kind: "not-found-server",
    code: "VPC.2502",
  },
  // Anything else
  {
    what: "web page 502",
    status: 502,
    body: "<html><head><style>b{}</style><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>",
    kind: "server-error",
    retryable: true,
    mayHaveHappened: true,
    says: "502 Bad Gateway 502",
  },
  {
    what: "web page 404",
    status: 404,
    body: "<html><h1>Not Found</h1></html>",
    kind: "wrong-endpoint",
    says: "Not Found",
  },
  {
    what: "web page 200",
    status: 200,
    body: "<html>Welcome to the Wi-Fi</html>",
    kind: "unexpected-answer",
    mayHaveHappened: true,
    says: "The answer is not JSON: Welcome to the Wi-Fi",
  },
  {
    what: "broken JSON 200",
    status: 200,
    body: '{"interfaceAttachments":[',
    kind: "unexpected-answer",
    mayHaveHappened: true,
  },
  {
    what: "text 500",
    status: 500,
    body: "upstream connect error",
    kind: "server-error",
    retryable: true,
    mayHaveHappened: true,
    says: "upstream connect error",
  },
  {
    what: "nothing 503",
    status: 503,
    body: "",
    kind: "server-error",
    retryable: true,
    mayHaveHappened: true,
    says: "The answer has no text.",
  },
  { what: "nothing 404", status: 404, body: "", kind: "not-found-server" },
  { what: "nothing 501", status: 501, body: "", kind: "server-error", mayHaveHappened: true },
  { what: "nothing 494", status: 494, body: "", kind: "invalid-request" },
  { what: "a JSON list 400", status: 400, body: [], kind: "invalid-request", says: "[]" },
  { what: "a JSON null 400", status: 400, body: "null", kind: "invalid-request" },
  { what: "a partial answer 206", status: 206, body: "", kind: "unexpected-answer", mayHaveHappened: true },
  { what: "a redirect without a target 302", status: 302, body: "", kind: "unexpected-answer", mayHaveHappened: true },
];

test.each(cases)("decodes $what ($status)", async (row) => {
  const server = await startServer((response) => {
    const text = typeof row.body === "string" ? row.body : JSON.stringify(row.body);
    response.writeHead(row.status, { "x-request-id": "header-request-id" }).end(text);
  });
  const cloud = testCloud(server.url, { maxRetries: 0 });
  const error = await cloudError(cloud.updateNic({ serverId, portId }, { deleteOnTermination: true }));
  expect(error).toMatchObject({
    name: "CloudError",
    kind: row.kind,
    status: row.status,
    code: row.code,
    requestId: "header-request-id",
    method: "PUT",
    url: `${server.url}${nicPath}/${portId}`,
    attempts: 1,
    retryable: row.retryable ?? false,
    mayHaveHappened: row.mayHaveHappened ?? false,
    ...(row.says === undefined ? {} : { serviceMessage: row.says }),
  });
  expect(error.message).toContain(error.serviceMessage);
});

test("a read never may have happened", async () => {
  const server = await startServer((response) => json(response, 500, {}));
  const error = await cloudError(testCloud(server.url, { maxRetries: 0 }).nic({ serverId, portId }));
  expect(error).toMatchObject({ kind: "server-error", mayHaveHappened: false });
});

test.each([
  ["the header", { "x-request-id": "a", "x-iam-trace-id": "c" }, { request_id: "b" }, "a"],
  ["the body", { "x-iam-trace-id": "c" }, { request_id: "b" }, "b"],
  ["IAM's trace header", { "x-iam-trace-id": "c" }, {}, "c"],
])("takes the request id from %s", async (_where, headers, body, requestId) => {
  const server = await startServer((response) =>
    json(response, 400, { error_code: "X.1", error_msg: "m", ...body }, headers),
  );
  const error = await cloudError(testCloud(server.url).nic({ serverId, portId }));
  expect(error.requestId).toBe(requestId);
  expect(error.message).toContain(`request id ${requestId}`);
});

test("a missing port on the NIC's URL is a missing NIC, not a missing server", async () => {
  const server = await startServer((response) =>
    json(response, 404, nova("itemNotFound", 404, `Port ${portId} could not be found.`)),
  );
  const error = await cloudError(testCloud(server.url).updateNic({ serverId, portId }, { deleteOnTermination: true }));
  expect(error.kind).toBe("not-found-nic");
});

test("a long web page becomes a short excerpt", async () => {
  const server = await startServer((response) => response.writeHead(500).end(`<p>${"long ".repeat(100_000)}</p>`));
  const error = await cloudError(testCloud(server.url, { maxRetries: 0 }).nic({ serverId, portId }));
  expect(error.serviceMessage.length).toBeLessThan(250);
});

describe("no error and no log shows a secret", () => {
  const print = (error: Error, cloud: unknown) =>
    [
      error.message,
      error.stack,
      inspect(error, { depth: 10, showHidden: true }),
      JSON.stringify(error),
      inspect(cloud, { depth: 10, showHidden: true }),
      JSON.stringify(cloud),
    ].join("\n");

  function expectClean(text: string, signatures: readonly (string | undefined)[] = []) {
    expect(text).not.toContain(secretKey);
    expect(text).not.toContain(securityToken);
    for (const signature of signatures) expect(text).not.toContain(signature?.split("Signature=")[1]);
  }

  test("when the service echoes the headers it was sent", async () => {
    const server = await startServer((response, request) => {
      const echo = `${secretKey} ${JSON.stringify(request.headers)}`;
      json(response, 400, { error: { code: "Ecs.0005", message: echo } });
    });
    const cloud = testCloud(server.url);
    const error = await cloudError(cloud.nic({ serverId, portId }));
    expect(error.serviceMessage).toContain("x-security-token");
    expect(server.received[0]?.headers["x-security-token"]).toBe(securityToken);
    expectClean(
      print(error, cloud),
      server.received.map(({ headers }) => headers.authorization),
    );
  });

  test("when a web page echoes them", async () => {
    const server = await startServer((response, request) => {
      response.writeHead(500).end(`<pre>${request.headers["x-security-token"]} ${request.headers.authorization}</pre>`);
    });
    const cloud = testCloud(server.url, { maxRetries: 0 });
    const error = await cloudError(cloud.nic({ serverId, portId }));
    expect(error.serviceMessage).toContain("[secret]");
    expectClean(
      print(error, cloud),
      server.received.map(({ headers }) => headers.authorization),
    );
  });

  test("when the connection breaks", async () => {
    const server = await startServer((_response, _request, socket) => socket.resetAndDestroy());
    const cloud = testCloud(server.url, { maxRetries: 0 });
    const error = await cloudError(cloud.nic({ serverId, portId }));
    expect(error.cause).toBeUndefined();
    expectClean(
      print(error, cloud),
      server.received.map(({ headers }) => headers.authorization),
    );
  });

  test("when the endpoint's setting holds a password", async () => {
    const make = () => testCloud(`https://user:${secretKey}@ecs.example.com`);
    expect(make).toThrow(/endpoints\.ecs must be a URL/);
    expect(make).not.toThrow(secretKey);
  });
});
