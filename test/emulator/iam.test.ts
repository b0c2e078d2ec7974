import type { Emulator, EmulatorOptions } from "../../src/emulator";
import { type Answer, call, emulators, interfacesPath, prepare, send, signed, web } from "./client";
import { sign } from "./sign";

const { start } = emulators();

/** An emulator whose clock a test moves. */
async function startWithClock(options: EmulatorOptions = {}) {
  let time = Date.parse("2026-01-15T08:15:30.000Z");
  const emulator = await start({ clock: () => new Date(time), ...options });
  return {
    emulator,
    now: () => new Date(time),
    pass(milliseconds: number) {
      time += milliseconds;
    },
  };
}

const open = (emulator: Emulator, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  send(emulator, { method, path, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
const withToken = (emulator: Emulator, token: string) =>
  open(emulator, "GET", interfacesPath(emulator, web), undefined, { "x-auth-token": token });
const login = (emulator: Emulator, user: object = {}, scope?: object) =>
  open(emulator, "POST", "/v3/auth/tokens?nocatalog=true", {
    auth: {
      identity: {
        methods: ["password"],
        password: {
          user: { name: "emulator", domain: { name: "emulator" }, password: emulator.account.password, ...user },
        },
      },
      ...(scope && { scope }),
    },
  });
const tokenOf = (answer: Answer) => String(answer.headers["x-subject-token"]);

describe("a token for a password", () => {
  test("opens the project of its scope for 24 hours", async () => {
    const { emulator, pass } = await startWithClock();
    const answer = await login(emulator, {}, { project: { name: "cn-north-4" } });
    expect(answer.status).toBe(201);
    expect(answer.json.token).toMatchObject({
      issued_at: "2026-01-15T08:15:30.000000Z",
      expires_at: "2026-01-16T08:15:30.000000Z",
      methods: ["password"],
      project: { id: emulator.projectId, name: "cn-north-4", domain: { name: "emulator" } },
      user: { name: "emulator" },
    });
    expect((await withToken(emulator, tokenOf(answer))).status).toBe(200);
    expect(emulator.requests.at(-1)?.signedBy).toBe("token");
    pass(24 * 60 * 60_000 - 1);
    expect((await withToken(emulator, tokenOf(answer))).status).toBe(200);
    pass(1);
    const late = await withToken(emulator, tokenOf(answer));
    expect([late.status, late.json.error_code, late.json.error_msg]).toEqual([
      401,
      "APIGW.0301",
      "Incorrect IAM authentication information: token expires, expires_at: 2026-01-16T08:15:30.000Z",
    ]);
  });

  test("of the account as a whole opens no project", async () => {
    const { emulator } = await startWithClock();
    const answer = await login(emulator, {}, { domain: { name: "emulator" } });
    expect(answer.json.token).toMatchObject({ domain: { name: "emulator" } });
    expect((await withToken(emulator, tokenOf(answer))).json.error.code).toBe("Ecs.0023");
    expect((await open(emulator, "GET", "/v3/projects", undefined, { "x-auth-token": tokenOf(answer) })).status).toBe(
      200,
    );
  });

  test("takes the project's scope over the account's, and the user's id for a name", async () => {
    const { emulator } = await startWithClock();
    const scope = { domain: { name: "emulator" }, project: { id: emulator.projectId } };
    const answer = await login(emulator, { name: undefined, id: emulator.account.userId }, scope);
    expect((await withToken(emulator, tokenOf(answer))).status).toBe(200);
  });

  test.each([
    [{ password: "wrong" }, undefined],
    [{ name: "nobody" }, undefined],
    [{ domain: { name: "elsewhere" } }, undefined],
    [{}, { project: { name: "cn-east-3" } }],
  ])("is refused to %j with the scope %j in IAM's own shape", async (user, scope) => {
    const { emulator } = await startWithClock();
    const answer = await login(emulator, user, scope);
    expect([answer.status, answer.json]).toEqual([
      401,
      { error: { code: 401, title: "Unauthorized", message: expect.any(String) } },
    ]);
    expect(answer.headers["x-subject-token"]).toBeUndefined();
  });

  test("is refused with 400 to a body that makes no sense", async () => {
    const { emulator } = await startWithClock();
    const answer = await open(emulator, "POST", "/v3/auth/tokens", { auth: {} });
    expect(answer.json).toEqual({
      error: { code: 400, title: "Bad Request", message: "The request body is invalid" },
    });
  });

  test("asks to be renewed once it is revoked", async () => {
    const { emulator } = await startWithClock();
    const token = emulator.issueToken(60_000);
    expect((await withToken(emulator, token)).status).toBe(200);
    emulator.revokeTokens();
    const { status, json } = await withToken(emulator, token);
    expect([status, json.error_code]).toEqual([401, "APIGW.0307"]);
  });
});

describe("a token for an ID token", () => {
  const login = (emulator: Emulator, provider: string, auth: object) =>
    open(emulator, "POST", "/v3.0/OS-AUTH/id-token/tokens", { auth }, { "x-idp-id": provider });

  test("opens the project of its scope", async () => {
    const { emulator } = await startWithClock();
    const scope = { project: { name: "cn-north-4" } };
    const answer = await login(emulator, "emulator-idp", { id_token: { id: "any" }, scope });
    expect(answer.status).toBe(201);
    expect((await withToken(emulator, tokenOf(answer))).status).toBe(200);
  });

  test("is refused for another provider and for no ID token", async () => {
    const { emulator } = await startWithClock();
    expect((await login(emulator, "other", { id_token: { id: "any" } })).status).toBe(404);
    expect((await login(emulator, "emulator-idp", { id_token: { id: "" } })).status).toBe(400);
  });
});

describe("a temporary key", () => {
  const path = "/v3.0/OS-CREDENTIAL/securitytokens";
  const assume = (emulator: Emulator, role: object, date: Date) => {
    const body = JSON.stringify({ auth: { identity: { methods: ["assume_role"], assume_role: role } } });
    return send(emulator, signed(emulator, prepare("POST", path, body, date)));
  };
  const role = { agency_name: "emulator-agency", domain_name: "emulator" };

  async function listWith(emulator: Emulator, key: Record<string, string>, date: Date) {
    const unsigned = prepare("GET", interfacesPath(emulator, web), undefined, date);
    unsigned.headers["x-security-token"] = key.securitytoken ?? "";
    const authorization = sign(unsigned, key.access ?? "", key.secret ?? "");
    return send(emulator, { ...unsigned, headers: { ...unsigned.headers, authorization } });
  }

  test("of an agency lasts 15 minutes unless more is asked for", async () => {
    const { emulator, now, pass } = await startWithClock();
    const short = await assume(emulator, role, now());
    const long = await assume(emulator, { ...role, duration_seconds: 3600 }, now());
    expect([short.status, short.json.credential.expires_at]).toEqual([201, "2026-01-15T08:30:30.000000Z"]);
    expect(long.json.credential.expires_at).toBe("2026-01-15T09:15:30.000000Z");
    pass(15 * 60_000 - 1);
    expect((await listWith(emulator, short.json.credential, now())).status).toBe(200);
    pass(1);
    expect((await listWith(emulator, short.json.credential, now())).json.error_msg).toContain("token expires");
    expect((await listWith(emulator, long.json.credential, now())).status).toBe(200);
    const swapped = { ...long.json.credential, securitytoken: short.json.credential.securitytoken };
    expect((await listWith(emulator, swapped, now())).json.error_msg).toContain("decrypt token fail");
  });

  test.each([
    [{ ...role, agency_name: "other" }, 404],
    [{ ...role, domain_name: "other" }, 404],
    [{ agency_name: "emulator-agency" }, 400],
    [{ ...role, duration_seconds: 899 }, 400],
    [{ ...role, duration_seconds: 86_401 }, 400],
  ])("of %j is refused with %d", async (given, status) => {
    const { emulator, now } = await startWithClock();
    const answer = await assume(emulator, given, now());
    expect([answer.status, answer.json.error.code]).toEqual([status, status]);
  });

  test("of an agency is for who signs, and signs well", async () => {
    const { emulator, now } = await startWithClock();
    const body = { auth: { identity: { methods: ["assume_role"], assume_role: role } } };
    expect((await open(emulator, "POST", path, body)).json.error).toMatchObject({ code: 401, title: "Unauthorized" });
    const forged = signed(emulator, prepare("POST", path, "{}", now()));
    expect((await send(emulator, { ...forged, body: JSON.stringify(body) })).json.error_code).toBe("APIGW.0301");
  });

  test("of a token is for a token that holds, in the body or in the header", async () => {
    const { emulator, now, pass } = await startWithClock();
    const token = emulator.issueToken(60_000);
    const ask = (id?: string, headers: Record<string, string> = {}) =>
      open(
        emulator,
        "POST",
        path,
        { auth: { identity: { methods: ["token"], token: { ...(id && { id }) } } } },
        headers,
      );
    const { status, json } = await ask(token);
    expect(status).toBe(201);
    expect((await listWith(emulator, json.credential, now())).status).toBe(200);
    expect((await ask(undefined, { "x-auth-token": token })).status).toBe(201);
    expect((await ask()).status).toBe(401);
    expect((await ask("other")).status).toBe(401);
    pass(60_000);
    expect((await ask(token)).status).toBe(401);
  });
});

describe("STS", () => {
  test("says who calls", async () => {
    const emulator = await start();
    const { status, json } = await call(emulator, "GET", "/v5/caller-identity");
    expect([status, json.account_id]).toEqual([200, emulator.account.domainId]);
  });

  test.each([
    [{ agency_session_name: "s", agency_urn: "iam::other:agency:emulator-agency" }, 403],
    [{ agency_session_name: "s", agency_urn: "nonsense" }, 403],
    [{ agency_urn: "iam::other:agency:emulator-agency" }, 400],
    [{ agency_session_name: "s", agency_urn: "nonsense", duration_seconds: 1 }, 400],
  ])("refuses %j with %d", async (body, status) => {
    const answer = await call(await start(), "POST", "/v5/agencies/assume", JSON.stringify(body));
    expect([answer.status, answer.json.request_id]).toEqual([status, answer.headers["x-request-id"]]);
  });
});

describe("the metadata service", () => {
  const key = (emulator: Emulator, token?: string) =>
    open(
      emulator,
      "GET",
      "/openstack/latest/securitykey",
      undefined,
      token === undefined ? {} : { "x-metadata-token": token },
    );
  const token = (emulator: Emulator, seconds: string) =>
    open(emulator, "PUT", "/meta-data/latest/api/token", undefined, { "x-metadata-token-ttl-seconds": seconds });

  test("gives the same key until six hours before its end, and then another", async () => {
    const { emulator, pass } = await startWithClock();
    const first = (await key(emulator)).json.credential;
    expect(first.expires_at).toBe("2026-01-16T08:15:30.000000Z");
    pass(18 * 60 * 60_000);
    expect((await key(emulator)).json.credential).toEqual(first);
    pass(1);
    expect((await key(emulator)).json.credential.access).not.toBe(first.access);
  });

  test("gives a token that lasts as long as was asked for, and takes no other", async () => {
    const { emulator, pass } = await startWithClock({ metadata: "v2-only" });
    expect((await key(emulator)).status).toBe(401);
    const { status, text } = await token(emulator, "60");
    expect([status, (await key(emulator, text)).status]).toEqual([200, 200]);
    expect((await key(emulator, "other")).status).toBe(401);
    pass(60_000);
    expect((await key(emulator, text)).status).toBe(401);
  });

  test.each(["0", "21601", "x", ""])("gives no token for %j seconds", async (seconds) => {
    const { emulator } = await startWithClock();
    expect((await token(emulator, seconds)).status).toBe(400);
  });

  test("has no tokens in its first version", async () => {
    const { emulator } = await startWithClock({ metadata: "v1" });
    expect((await token(emulator, "60")).status).toBe(404);
    expect((await key(emulator)).status).toBe(200);
  });

  test("says that an agency is missing", async () => {
    const { emulator } = await startWithClock({ metadataAgency: false });
    const { status, text } = await key(emulator);
    expect([status, text]).toEqual([401, "Please configure Cloud Service Agency first"]);
  });
});
