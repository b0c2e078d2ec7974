import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CloudInternals, type CloudSettings, chooseSignIn, type Given, Secret } from "../../../src/cloud";
import { closeClouds, cloudError, keys, portId, secretKey, securityToken, serverId, testCloud } from "../support/cloud";
import { type Iam, issued, paths, startIam } from "../support/iam";
import { closeServers, type Handler, json } from "../support/server";

const nic = { serverId, portId };
const password: Given = {
  userName: "user",
  domainName: "account",
  password: new Secret('CANARY-"p\\ässword'),
};
const hour = 3_600_000;
const time = { now: Date.now() };

async function start(given: Given, settings: Partial<CloudSettings> = {}, internals: Partial<CloudInternals> = {}) {
  const iam = await startIam(() => time.now);
  const endpoints = { ecs: iam.url, iam: iam.url, sts: iam.url };
  const signIn = chooseSignIn({ arguments: given });
  const cloud = testCloud(iam.url, { endpoints, signIn, ...settings }, { date: () => time.now, ...internals });
  return { iam, cloud, read: () => cloud.nic(nic, { maxAge: 0 }) };
}

const ecs = (iam: Iam) => iam.received.filter(({ url }) => url.includes("/cloudservers/"));
const bodies = (iam: Iam, path: string) => iam.to(path).map(({ body }) => JSON.parse(body));
const refuse =
  (status: number, body: unknown): Handler =>
  (response) =>
    json(response, status, body);
const wrongPassword = refuse(401, {
  error: {
    code: 401,
    message: `The username or password is wrong. ${password.password?.reveal()}`,
    title: "Unauthorized",
  },
});
const expired = refuse(401, { error_code: "APIGW.0307", error_msg: "The token must be updated." });

beforeEach(() => {
  time.now = Date.now();
});
afterEach(async () => {
  closeClouds();
  await closeServers();
});

describe("a given token", () => {
  test("goes with each request, which is not signed, and nothing else is asked for", async () => {
    const { iam, read } = await start({ token: new Secret("CANARY-given-token") });
    await read();
    expect(iam.received).toHaveLength(1);
    expect(iam.received[0]?.headers).toMatchObject({
      "x-auth-token": "CANARY-given-token",
      "x-project-id": "project-1",
    });
    expect(iam.received[0]?.headers).not.toHaveProperty("authorization");
  });

  test("that is refused is not tried again, and the error says where it came from", async () => {
    const { iam, read } = await start({ token: new Secret("CANARY-given-token") });
    iam.instead.set(`/v1/project-1/cloudservers/${serverId}/os-interface`, [expired, expired]);
    for (let count = 0; count < 3; count++) {
      const error = await cloudError(read());
      expect(error).toMatchObject({ kind: "unauthorized", code: "APIGW.0307", attempts: 1 });
      expect(error.message).toContain('The credentials are those of the provider argument "token".');
    }
    expect(iam.received).toHaveLength(1);
  });

  test("is good for its own region only", async () => {
    const { iam, cloud } = await start({ token: new Secret("CANARY-given-token") }, { endpoints: {} });
    const error = await cloudError(cloud.nic({ ...nic, region: "tr-west-1" }));
    expect(error).toMatchObject({ kind: "invalid-request" });
    expect(error.message).toContain("a token is good for one project");
    expect(iam.received).toHaveLength(0);
  });
});

describe("a password", () => {
  test("is exchanged for a token of the region's project at the first request, once for many", async () => {
    const { iam, cloud, read } = await start(password, { projectId: undefined, projectName: "cn-north-4_sub" });
    iam.instead.set("/v3/projects", [refuse(200, { projects: [{ id: "project-1", name: "cn-north-4_sub" }] })]);
    expect(iam.received).toHaveLength(0);
    await Promise.all([read(), cloud.listNics({ serverId: "other" }), cloud.listNics({ serverId: "third" })]);
    expect(iam.to(paths.password)).toHaveLength(1);
    expect(iam.to(paths.password)[0]).toMatchObject({ method: "POST", url: `${paths.password}?nocatalog=true` });
    expect(iam.to(paths.password)[0]?.headers).not.toHaveProperty("authorization");
    expect(bodies(iam, paths.password)).toEqual([
      {
        auth: {
          identity: {
            methods: ["password"],
            password: { user: { name: "user", domain: { name: "account" }, password: password.password?.reveal() } },
          },
          scope: { project: { name: "cn-north-4_sub" } },
        },
      },
    ]);
    expect(ecs(iam).map(({ headers }) => headers["x-auth-token"])).toEqual(Array(3).fill(issued.token(1)));
  });

  test("of a user by id names no account, and a given project is named by its id", async () => {
    const { iam, read } = await start({ userId: "u1", password: new Secret("CANARY-password") });
    await read();
    const { identity, scope } = bodies(iam, paths.password)[0].auth;
    expect(identity.password.user).toEqual({ id: "u1", password: "CANARY-password" });
    expect(scope).toEqual({ project: { id: "project-1" } });
  });

  test("gives a new token before the old one ends", async () => {
    const { iam, read } = await start(password);
    await read();
    time.now += 24 * hour - 11 * 60_000;
    await read();
    expect(iam.to(paths.password)).toHaveLength(1);
    time.now += 2 * 60_000;
    await read();
    expect(iam.to(paths.password)).toHaveLength(2);
    expect(ecs(iam).map(({ headers }) => headers["x-auth-token"])).toEqual([1, 1, 2].map(issued.token));
  });

  test("gives a new token when the old one is refused, once, and the request is repeated with it at once", async () => {
    const { iam, cloud, read } = await start(password);
    await read();
    iam.instead.set(`/v1/project-1/cloudservers/${serverId}/os-interface`, [expired]);
    expect(await read()).toMatchObject({ portId });
    expect(ecs(iam).map(({ headers }) => headers["x-auth-token"])).toEqual([1, 1, 2].map(issued.token));
    expect(cloud.sleeps).toEqual([]);
  });

  test("whose new token is refused as well ends everything: nobody signs in a third time", async () => {
    const { iam, cloud, read } = await start(password);
    for (const server of [serverId, "b", "c"]) {
      iam.instead.set(`/v1/project-1/cloudservers/${server}/os-interface`, [expired, expired, expired]);
    }
    const calls = [read(), cloud.listNics({ serverId: "b" }), cloud.listNics({ serverId: "c" })];
    const kinds = (await Promise.all(calls.map(cloudError))).map(({ kind }) => kind);
    expect(kinds).toEqual(["unauthorized", "unauthorized", "unauthorized"]);
    expect(iam.to(paths.password)).toHaveLength(2);
    expect(ecs(iam)).toHaveLength(2);
  });

  test("whose new token is refused, after many requests at once were refused with the old one, is tried by one of them", async () => {
    const { iam, cloud, read } = await start(password);
    await read();
    const servers = Array.from({ length: 10 }, (_, index) => `s${index}`);
    for (const server of servers) {
      iam.instead.set(`/v1/project-1/cloudservers/${server}/os-interface`, Array(3).fill(expired));
    }
    const errors = await Promise.all(servers.map((id) => cloudError(cloud.listNics({ serverId: id }))));
    expect(errors.map(({ kind }) => kind)).toEqual(Array(10).fill("unauthorized"));
    const tokens = ecs(iam).map(({ headers }) => headers["x-auth-token"]);
    expect(tokens.filter((token) => token === issued.token(2))).toHaveLength(1);
    expect(iam.to(paths.password)).toHaveLength(2);
  });

  test("and its token are in no trace, whose lines still tell that there were bodies", async () => {
    const { cloud, read } = await start(password);
    await read();
    const signIns = cloud.logged.filter(({ level, fields }) => level === "trace" && fields.path === paths.password);
    expect(signIns.map(({ fields }) => fields.body)).toEqual(["[secret]", "[secret]"]);
  });

  test("that is wrong is sent once, however many requests wait for it and come later", async () => {
    const { iam, cloud, read } = await start(password);
    iam.instead.set(paths.password, [wrongPassword]);
    const errors = await Promise.all([read(), cloud.listNics({ serverId: "b" })].map(cloudError));
    errors.push(await cloudError(cloud.updateNic(nic, { deleteOnTermination: true })));
    for (const error of errors) {
      expect(error).toMatchObject({ kind: "sign-in-refused", status: 401, retryable: false, mayHaveHappened: false });
      expect(error.message).toContain("Signing in with the provider argument password and its user failed");
      expect(error.message).toContain("The username or password is wrong. [secret]");
    }
    expect(iam.received).toHaveLength(1);
    expect(cloud.sleeps).toEqual([]);
  });

  test("outlasts an IAM that fails for a while", async () => {
    const { iam, cloud, read } = await start(password);
    iam.instead.set(paths.password, [refuse(503, {}), (_response, _request, socket) => socket.destroy()]);
    expect(await read()).toMatchObject({ portId });
    expect(iam.to(paths.password)).toHaveLength(3);
    expect(cloud.sleeps).toHaveLength(2);
  });

  test("is not renewed with trouble: the old token goes on, and a warning says so", async () => {
    const { iam, cloud, read } = await start(password, { maxRetries: 0 });
    await read();
    time.now += 24 * hour - 5 * 60_000;
    iam.instead.set(paths.password, [refuse(503, {})]);
    await read();
    expect(ecs(iam).map(({ headers }) => headers["x-auth-token"])).toEqual([1, 1].map(issued.token));
    expect(cloud.logged.filter(({ level }) => level === "warn").map(({ message }) => message)).toEqual([
      "Huawei Cloud credentials could not be renewed; the old ones are still valid",
    ]);
  });

  test("answered without a token is an unexpected answer that names the header", async () => {
    const { iam, read } = await start(password);
    iam.instead.set(paths.password, [refuse(201, { token: {} })]);
    const error = await cloudError(read());
    expect(error).toMatchObject({ kind: "unexpected-answer", status: 201, mayHaveHappened: false });
    expect(error.message).toContain("X-Subject-Token");
  });

  test("is waited for no longer when the caller leaves", async () => {
    const { iam, cloud } = await start(password);
    iam.instead.set(paths.password, [() => {}]);
    const controller = new AbortController();
    const call = cloudError(cloud.updateNic(nic, { deleteOnTermination: true }, controller));
    await iam.arrived(1);
    controller.abort();
    expect(await call).toMatchObject({ kind: "cancelled", mayHaveHappened: false });
  });
});

describe("an agency", () => {
  const byName = { agencyName: "ops", domainName: "customer" };
  const byId = { agencyName: "ops", domainId: "d-1", duration: 900 };

  test("of an account by name is assumed through IAM, signed with the keys, and signs everything else", async () => {
    const { iam, read } = await start({ ...keys, assumeRoles: [byName] });
    await read();
    await read();
    const [request, ...more] = iam.to(paths.keys);
    expect(more).toEqual([]);
    expect(JSON.parse(request?.body ?? "")).toEqual({
      auth: {
        identity: {
          methods: ["assume_role"],
          assume_role: { agency_name: "ops", domain_name: "customer", duration_seconds: 3_600 },
        },
      },
    });
    expect(request?.headers).toMatchObject({
      "x-security-token": securityToken,
      authorization: expect.stringContaining("Access=AKIDEXAMPLE,"),
    });
    for (const { headers } of ecs(iam)) {
      expect(headers).toMatchObject({
        "x-security-token": "CANARY-agency-token-1",
        authorization: expect.stringContaining("Access=AGENCYKEY1,"),
      });
    }
  });

  test("of an account by id is assumed through STS, for as long as its block says", async () => {
    const { iam, read } = await start({ ...keys, assumeRoles: [byId] });
    await read();
    expect(bodies(iam, paths.sts)).toEqual([
      {
        agency_urn: "iam::d-1:agency:ops",
        agency_session_name: "terraform-provider-huaweiecs",
        duration_seconds: 900,
      },
    ]);
    expect(ecs(iam)[0]?.headers.authorization).toContain("Access=STSKEY1,");
  });

  test("is assumed with the keys of the one before, and a chain renews only what ends", async () => {
    const { iam, read } = await start({ ...keys, assumeRoles: [byName, byId] });
    iam.lifetime = 2 * hour;
    await read();
    expect(iam.to(paths.sts)[0]?.headers.authorization).toContain("Access=AGENCYKEY1,");
    expect(ecs(iam)[0]?.headers.authorization).toContain("Access=STSKEY2,");
    iam.instead.set(paths.sts, []);
    time.now += hour;
    await read();
    expect([iam.to(paths.keys).length, iam.to(paths.sts).length]).toEqual([1, 1]);
    time.now += hour;
    await read();
    expect([iam.to(paths.keys).length, iam.to(paths.sts).length]).toEqual([2, 2]);
  });

  test("may be assumed with a user's token", async () => {
    const { iam, read } = await start({ ...password, assumeRoles: [byName] });
    await read();
    expect(iam.to(paths.keys)[0]?.headers["x-auth-token"]).toBe(issued.token(1));
    expect(ecs(iam)[0]?.headers.authorization).toContain("Access=AGENCYKEY2,");
  });

  test("that may not be assumed is told with its name and with whose keys it was tried", async () => {
    const { iam, read } = await start({ ...keys, assumeRoles: [byName] });
    const body = { error: { code: 403, message: `No permission, ${secretKey}`, title: "Forbidden" } };
    iam.instead.set(paths.keys, [refuse(403, body)]);
    const error = await cloudError(read());
    expect(error).toMatchObject({ kind: "sign-in-refused", status: 403 });
    expect(error.message).toContain("Assuming the agency ops failed: No permission, [secret]");
    expect(ecs(iam)).toHaveLength(0);
  });

  test("cannot be assumed with wrong keys, which are tried once", async () => {
    const { iam, cloud, read } = await start({ ...keys, assumeRoles: [byName] });
    iam.instead.set(paths.keys, [refuse(401, { error_code: "APIGW.0301", error_msg: "verify aksk signature fail" })]);
    const errors = await Promise.all([read(), cloud.listNics({ serverId: "b" })].map(cloudError));
    for (const error of errors) {
      expect(error.kind).toBe("sign-in-refused");
      expect(error.message).toContain("The credentials are those of the provider arguments access_key and secret_key");
    }
    expect(iam.received).toHaveLength(1);
  });

  test.each([
    ["IAM", byName, paths.keys, { credential: { access: "A", secret: "CANARY" } }, "`credential.securitytoken`"],
    ["IAM", byName, paths.keys, {}, "`credential.access`"],
    [
      "STS",
      byId,
      paths.sts,
      { credentials: { access_key_id: "A", security_token: "CANARY" } },
      "`credentials.secret_access_key`",
    ],
  ])("answered by %s with less than keys names what is missing", async (_service, role, path, body, text) => {
    const { iam, read } = await start({ ...keys, assumeRoles: [role] });
    iam.instead.set(path, [refuse(201, body)]);
    const error = await cloudError(read());
    expect(error.kind).toBe("unexpected-answer");
    expect(error.message).toContain(text);
  });
});

describe("an id token", () => {
  const role = { agencyName: "ci", domainId: "d-9", idpId: "github" };

  test("is exchanged for a token, the token for keys, and with these the agency is assumed", async () => {
    const { iam, read } = await start({ oidc: { ...role, idToken: new Secret("CANARY-id-token") } });
    await read();
    const [exchange] = iam.to(paths.oidc);
    expect(exchange?.headers).toMatchObject({ "x-idp-id": "github" });
    expect(exchange?.headers).not.toHaveProperty("authorization");
    expect(bodies(iam, paths.oidc)).toEqual([
      { auth: { id_token: { id: "CANARY-id-token" }, scope: { domain: { id: "d-9" } } } },
    ]);
    expect(bodies(iam, paths.keys)).toEqual([
      { auth: { identity: { methods: ["token"], token: { id: issued.token(1), duration_seconds: 900 } } } },
    ]);
    expect(bodies(iam, paths.sts)[0].agency_urn).toBe("iam::d-9:agency:ci");
    expect(iam.to(paths.sts)[0]?.headers.authorization).toContain("Access=FEDERATEDKEY2,");
    expect(ecs(iam)[0]?.headers.authorization).toContain("Access=STSKEY3,");
  });

  test("of a file is read at each sign-in, for its writer replaces it", async () => {
    const idTokenFile = join(tmpdir(), `huaweiecs-id-token-${process.pid}`);
    try {
      writeFileSync(idTokenFile, "CANARY-first\n");
      const { iam, read } = await start({ oidc: { ...role, idTokenFile } });
      await read();
      writeFileSync(idTokenFile, "CANARY-second\n");
      time.now += 25 * hour;
      await read();
      expect(bodies(iam, paths.oidc).map(({ auth }) => auth.id_token.id)).toEqual(["CANARY-first", "CANARY-second"]);

      writeFileSync(idTokenFile, "\n");
      time.now += 25 * hour;
      expect((await cloudError(read())).message).toContain(`${idTokenFile} is empty`);
    } finally {
      rmSync(idTokenFile);
    }
  });

  test("file that does not exist is named when it is needed, and nothing is sent", async () => {
    const { iam, read } = await start({ oidc: { ...role, idTokenFile: "/nowhere/id-token" } });
    const error = await cloudError(read());
    expect(error).toMatchObject({ kind: "no-credentials", setting: "assume_role_with_oidc" });
    expect(error.message).toContain("/nowhere/id-token cannot be read (ENOENT)");
    expect(iam.received).toHaveLength(0);
  });

  test("that is refused is sent once", async () => {
    const { iam, cloud, read } = await start({ oidc: { ...role, idToken: new Secret("CANARY-id-token") } });
    iam.instead.set(paths.oidc, [refuse(401, { error_code: "IAM.0011", error_msg: "bad CANARY-id-token" })]);
    for (const error of await Promise.all([read(), cloud.listNics({ serverId: "b" })].map(cloudError))) {
      expect(error).toMatchObject({ kind: "sign-in-refused", code: "IAM.0011" });
    }
    expect(iam.received).toHaveLength(1);
  });
});

test("the source in use and what was looked at before are in the debug log", async () => {
  const environment = { HW_ACCESS_KEY: "A", HW_SECRET_KEY: "CANARY" };
  const { cloud } = await start({}, { signIn: chooseSignIn({ environment }) });
  expect(cloud.logged).toEqual([
    {
      level: "debug",
      message: "Huawei Cloud credentials",
      fields: {
        source: "the environment: HW_ACCESS_KEY and HW_SECRET_KEY",
        tried: expect.stringContaining("the provider block has no token, access_key, password"),
        agencies: "",
      },
    },
  ]);
});
