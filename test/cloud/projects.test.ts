import { closeClouds, cloudError, listedNic, portId, serverId, testCloud } from "./support/cloud";
import { closeServers, type Handler, json, startServer } from "./support/server";

const nic = { serverId, portId };

/** Answers project lookups by the handler, and everything else with the list of NICs. */
const withProjects =
  (projects: Handler): Handler =>
  (response, request, socket) =>
    request.url.startsWith("/v3/projects")
      ? projects(response, request, socket)
      : json(response, 200, { interfaceAttachments: [listedNic()] });

const project = (id: string, name: string) => ({ id, name, enabled: true });

async function start(settings: Parameters<typeof testCloud>[1], projects: Handler) {
  const server = await startServer(withProjects(projects));
  return { server, cloud: testCloud(server.url, { projectId: undefined, ...settings }) };
}

afterEach(async () => {
  closeClouds();
  await closeServers();
});

test("an explicit project id is used without a question", async () => {
  const { server, cloud } = await start({ projectId: "given" }, () => {});
  await cloud.nic(nic);
  expect(server.received.map(({ url }) => url)).toEqual([`/v1/given/cloudservers/${serverId}/os-interface`]);
});

test("the project is asked for once, by the region's name, without naming a project in the header", async () => {
  const { server, cloud } = await start({}, (response) =>
    json(response, 200, { projects: [project("p1", "cn-north-4")] }),
  );
  await Promise.all([cloud.nic(nic), cloud.listNics({ serverId: "other" })]);
  await cloud.nic(nic, { maxAge: 0 });
  const [lookup, ...rest] = server.received;
  expect(lookup?.url).toBe("/v3/projects?name=cn-north-4");
  expect(lookup?.headers).not.toHaveProperty("x-project-id");
  expect(rest).toHaveLength(3);
  for (const { url, headers } of rest) {
    expect(url).toMatch(/^\/v1\/p1\/cloudservers\//);
    expect(headers["x-project-id"]).toBe("p1");
  }
});

test("a project name is asked for in place of the region's", async () => {
  const name = "cn-north-4_my project";
  const { server, cloud } = await start({ projectName: name }, (response) =>
    json(response, 200, { projects: [project("p2", name)] }),
  );
  await cloud.nic(nic);
  expect(server.received[0]?.url).toBe("/v3/projects?name=cn-north-4_my%20project");
});

test("of several projects, the one of exactly this name is taken", async () => {
  const { server, cloud } = await start({}, (response) =>
    json(response, 200, { projects: [project("sub", "cn-north-4_sub"), null, project("main", "cn-north-4")] }),
  );
  await cloud.nic(nic);
  expect(server.received[1]?.url).toContain("/v1/main/");
});

test.each<[string, unknown, string, string]>([
  ["none is found", { projects: [] }, "not-found-project", "No project is named cn-north-4"],
  [
    "only others are found",
    { projects: [project("sub", "cn-north-4_sub")] },
    "not-found-project",
    "No project is named",
  ],
  ["the answer has no list", { project: {} }, "unexpected-answer", "`projects`"],
  ["the project has no id", { projects: [{ name: "cn-north-4" }] }, "unexpected-answer", "`id`"],
  ["its id would change the path", { projects: [project("../x", "cn-north-4")] }, "invalid-request", "project id"],
])("the error is clear when %s", async (_what, body, kind, message) => {
  const { server, cloud } = await start({}, (response) => json(response, 200, body));
  const error = await cloudError(cloud.nic(nic));
  expect(error.kind).toBe(kind);
  expect(error.message).toContain(message);
  expect(server.received).toHaveLength(1);
});

test("a failed lookup is forgotten, and the next call asks again", async () => {
  let count = 0;
  const { cloud } = await start({}, (response) =>
    count++ === 0 ? json(response, 403, {}) : json(response, 200, { projects: [project("p", "cn-north-4")] }),
  );
  expect((await cloudError(cloud.nic(nic))).kind).toBe("forbidden");
  expect(await cloud.nic(nic)).toMatchObject({ portId });
});

test("a caller that leaves does not take the lookup away from the others", async () => {
  let answer = () => {};
  const { server, cloud } = await start({}, (response) => {
    answer = () => json(response, 200, { projects: [project("p", "cn-north-4")] });
  });
  const controller = new AbortController();
  const leaving = cloudError(cloud.updateNic({ ...nic, portId: "a" }, { deleteOnTermination: true }, controller));
  const staying = cloud.nic(nic);
  await server.arrived(1);
  controller.abort();
  expect((await leaving).kind).toBe("cancelled");
  answer();
  expect(await staying).toMatchObject({ portId });
  expect(server.received.filter(({ url }) => url.startsWith("/v3"))).toHaveLength(1);
});

test("another region asks for its own project, although the provider's is given", async () => {
  const { server } = await start({}, (response, request) =>
    json(response, 200, {
      projects: [project("other", new URL(request.url, "http://x").searchParams.get("name") ?? "")],
    }),
  );
  const cloud = testCloud(server.url, { endpoints: { iam: server.url }, projectId: "given", projectName: "given" });
  // The other region's ECS is not of this machine: what counts is the question that comes before.
  const error = await cloudError(cloud.nic({ ...nic, region: "xx-nowhere-1" }));
  expect(error).toMatchObject({ kind: "unreachable" });
  expect(error.url).toContain("https://ecs.xx-nowhere-1.myhuaweicloud.com/v1/other/");
  expect(server.received.map(({ url }) => url)).toEqual(["/v3/projects?name=xx-nowhere-1"]);
});

test("another region than that of an overridden endpoint is refused without a request", async () => {
  const { server, cloud } = await start({}, () => {});
  const error = await cloudError(cloud.nic({ ...nic, region: "tr-west-1" }));
  expect(error).toMatchObject({ kind: "invalid-request", retryable: false, attempts: 0 });
  expect(error.message).toContain("endpoints.ecs is set");
  expect(server.received).toHaveLength(0);
});
