import { type CloudSettings, chooseSignIn, type Given, Secret } from "../../src/cloud";
import { closeClouds, cloudError, listedNic, portId, serverId, testCloud } from "./support/cloud";
import { paths, startIam } from "./support/iam";
import { closeServers, type Handler, json, type Received } from "./support/server";

const nic = { serverId, portId };
const ecsPath = `/v1/project-1/cloudservers/${serverId}/os-interface`;

afterEach(async () => {
  // Fails if anything that was logged or thrown shows a secret.
  closeClouds();
  await closeServers();
});

const odd = (name: string) => new Secret(`CANARY-${name}-"\\/+ é&=%`);
const keys: Given = {
  accessKey: "CANARYACCESSKEY",
  secretKey: odd("secret-key"),
  securityToken: new Secret("CANARY-security-token"),
};
const role = { agencyName: "ops", domainId: "d", domainName: "account" };

/** Each way to sign in, with the paths of its requests in their order. */
const ways: [string, Given, string[]][] = [
  ["keys", keys, []],
  ["token", { token: new Secret("CANARY-given-token") }, []],
  ["password", { userId: "u", password: odd("password") }, [paths.password]],
  ["agency by name", { ...keys, assumeRoles: [{ ...role, domainId: undefined }] }, [paths.keys]],
  ["agency by id", { ...keys, assumeRoles: [role] }, [paths.sts]],
  ["id token", { oidc: { ...role, idpId: "i", idToken: odd("id-token") } }, [paths.oidc, paths.keys, paths.sts]],
];

/** Everything that the client sent, as a careless service or proxy repeats it. */
function echo({ method, url, headers, body }: Received): string {
  return `${method} ${url} ${JSON.stringify(headers)} ${body} ${encodeURIComponent(body)} ${JSON.stringify(body)}`;
}

const errors: [string, Handler][] = [
  ["an ECS error", (response, request) => json(response, 400, { error: { code: "Ecs.0005", message: echo(request) } })],
  [
    "a gateway's error",
    (response, request) => json(response, 401, { error_code: "APIGW.0301", error_msg: echo(request) }),
  ],
  [
    "an IAM error",
    (response, request) => json(response, 403, { error: { code: 403, message: echo(request), title: "t" } }),
  ],
  ["a failure", (response, request) => json(response, 500, { code: "Common.0001", message: echo(request) })],
  ["throttling", (response, request) => json(response, 429, { error_code: "APIGW.0308", error_msg: echo(request) })],
  ["a web page", (response, request) => response.writeHead(502).end(`<html>${echo(request)}</html>`)],
  ["no JSON", (response, request) => response.writeHead(200).end(`{${echo(request)}`)],
  ["another JSON", (response, request) => json(response, 200, { echo: echo(request), ...request.headers })],
  [
    "a redirect",
    (response, { headers, body }) =>
      response
        .writeHead(302, {
          location: `https://elsewhere.test/?token=${encodeURIComponent(`${headers.authorization}${body}`)}`,
        })
        .end(),
  ],
  ["a reset connection", (_response, _request, socket) => socket.resetAndDestroy()],
  [
    "half an answer",
    (response, request, socket) =>
      void response.writeHead(200, { "content-length": "99999" }).write(echo(request), () => socket.destroy()),
  ],
];

async function start(given: Given, settings: Partial<CloudSettings> = {}) {
  const iam = await startIam();
  const endpoints = { ecs: iam.url, iam: iam.url, sts: iam.url };
  const signIn = chooseSignIn({ arguments: given });
  return { iam, cloud: testCloud(iam.url, { endpoints, signIn, maxRetries: 1, ...settings }) };
}

test.each(ways)("signing in with %s shows no secret in any log", async (_way, given, requests) => {
  const { iam, cloud } = await start(given);
  await cloud.nic(nic);
  await cloud.updateNic(nic, { deleteOnTermination: true });
  expect(iam.received).toHaveLength(requests.length + 2);
  expect(cloud.logged.filter(({ level }) => level === "trace").length).toBeGreaterThan(requests.length);
});

describe.each(ways)("with %s", (_way, given, signInPaths) => {
  test.each(errors)("%s that repeats what was sent shows no secret, wherever it comes from", async (_what, handler) => {
    for (const path of [...signInPaths, ecsPath]) {
      const { iam, cloud } = await start(given);
      iam.instead.set(path, Array(10).fill(handler));
      const error = await cloudError(cloud.nic(nic));
      expect(error.url).toBe(`${iam.url}${path}`);
      await cloudError(cloud.updateNic(nic, { deleteOnTermination: true })).catch(() => undefined);
    }
  });
});

test("the scanner would see a secret", async () => {
  const { iam, cloud } = await start({ token: new Secret("abc") });
  iam.instead.set(ecsPath, [
    (response) => json(response, 400, { error: { code: "Ecs.0005", message: "CANARY shown" } }),
  ]);
  await cloudError(cloud.nic(nic));
  expect(() => closeClouds()).toThrow("CANARY shown");
});

test("a secret that a service writes in an escape for each letter shows in no error", async () => {
  const { iam, cloud } = await start({ token: new Secret("CANARY-given-token") });
  const letters = [..."CANARY-given-token"].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join("");
  iam.instead.set(ecsPath, [
    (response) => response.writeHead(400).end(`{"error":{"code":"Ecs.0005","message":"bad ${letters}"}}`),
  ]);
  expect((await cloudError(cloud.nic(nic))).serviceMessage).toBe("bad [secret]");
});

test("a secret in an answer that nobody gave us is masked by its name", async () => {
  const { iam, cloud } = await start(keys);
  const answer = {
    interfaceAttachments: [listedNic()],
    secret: "CANARY",
    securitytoken: 'CANARY"',
    password: "CANARY",
  };
  iam.instead.set(ecsPath, [(response) => json(response, 200, answer)]);
  await cloud.nic(nic);
  const [line] = cloud.logged.filter(({ message }) => message === "Huawei Cloud answer body");
  expect(String(line?.fields.body)).toContain('"secret":"[secret]","securitytoken":"[secret]","password":"[secret]"');
});
