import { call, emulators, list, prepare, send, signed, update, web, webPrimary } from "./client";

const { start } = emulators();

describe("ListProjects", () => {
  test("finds the project that is named like the region", async () => {
    const emulator = await start({ region: "eu-west-101" });
    const { status, json } = await call(emulator, "GET", "/v3/projects?name=eu-west-101");
    expect(status).toBe(200);
    expect(json.projects).toEqual([
      {
        id: emulator.projectId,
        name: "eu-west-101",
        domain_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        parent_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        is_domain: false,
        enabled: true,
        description: "",
        links: { self: `${emulator.url}/v3/projects/${emulator.projectId}` },
      },
    ]);
    expect(json.links).toEqual({ self: `${emulator.url}/v3/projects?name=eu-west-101`, previous: null, next: null });
  });

  test("finds nothing under another name, and everything without one", async () => {
    const emulator = await start();
    expect((await call(emulator, "GET", "/v3/projects?name=cn-north-1")).json.projects).toEqual([]);
    expect((await call(emulator, "GET", "/v3/projects")).json.projects).toHaveLength(1);
  });

  test("wants a signature", async () => {
    const answer = await send(await start(), prepare("GET", "/v3/projects"));
    expect([answer.status, answer.json.error_code]).toEqual([401, "APIGW.0301"]);
  });
});

describe("the gateway", () => {
  test.each([
    ["POST", "/"],
    ["GET", "/v1/anything"],
    ["GET", `//v1/244210e484374655a980a70249a99369/cloudservers/${web}`],
    ["POST", "/v3/projects"],
    ["HEAD", "/v3/projects"],
    ["DELETE", `/v1/244210e484374655a980a70249a99369/cloudservers/${web}`],
  ])("knows no API at %s %s", async (method, path) => {
    const emulator = await start();
    const answer = await call(emulator, method, path);
    expect(answer.status).toBe(404);
    expect(emulator.requests[0]).toMatchObject({ route: "unknown", status: 404, code: "APIGW.0101" });
  });

  test("answers an unknown API in its own shape", async () => {
    const answer = await call(await start(), "GET", "/v9/none");
    expect(answer.json).toEqual({
      error_msg: expect.stringContaining("API does not exist"),
      error_code: "APIGW.0101",
      request_id: answer.headers["x-request-id"],
    });
  });

  test("gives every answer its own request id", async () => {
    const emulator = await start();
    const answers = await Promise.all([
      list(emulator, web),
      update(emulator, web, webPrimary, true),
      call(emulator, "GET", "/none"),
      call(emulator, "GET", "/v3/projects"),
      send(emulator, prepare("GET", "/v3/projects")),
      send(emulator, prepare("GET", "/%zz")),
    ]);
    const ids = answers.map((answer) => answer.headers["x-request-id"]);
    expect(new Set(ids).size).toBe(answers.length);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  test("refuses a path whose escapes are broken", async () => {
    const answer = await send(await start(), prepare("GET", "/v1/%zz"));
    expect([answer.status, answer.json.error_code]).toEqual([400, "APIGW.0201"]);
  });

  test("refuses a body of more than 12 MB", async () => {
    const emulator = await start();
    const path = `/v1/${emulator.projectId}/cloudservers/${web}/os-interface/${webPrimary}`;
    const answer = await send(emulator, signed(emulator, prepare("PUT", path, "x".repeat(12 * 1024 * 1024 + 1))));
    expect([answer.status, answer.json.error_code]).toEqual([413, "APIGW.0201"]);
  });
});
