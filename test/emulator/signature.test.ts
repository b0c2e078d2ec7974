import fc from "fast-check";
import type { Emulator, EmulatorOptions } from "../../src/emulator";
import { parseClaim, signatureMatches } from "../../src/emulator/signature";
import vectors from "../vectors/sdk-hmac-sha256.json";
import { call, emulators, interfacesPath, list, prepare, send, signed, update, web, webPrimary } from "./client";
import { sign, type Unsigned } from "./sign";

const { start } = emulators();
const sdk = vectors.cases[0] ?? { accessKey: "", secretKey: "" };
const vectorTime = new Date("2026-01-15T08:15:30Z");

function startForVectors(options: EmulatorOptions = {}): Promise<Emulator> {
  return start({
    accessKey: sdk.accessKey,
    secretKey: sdk.secretKey,
    projectId: "0605767e9980d5762fbcc00b3537d5dd",
    clock: () => vectorTime,
    seed: {
      servers: [
        {
          id: "4f4b3dfa-eb70-47cf-a60a-998a53bd6666",
          name: "vectors",
          nics: [{ port_id: "ce531f90-199f-48c0-816c-13e38010b442", delete_on_termination: true }],
        },
      ],
    },
    ...options,
  });
}

function vectorRequest(vector: (typeof vectors.cases)[number]): Unsigned {
  const { pathname, search } = new URL(vector.url);
  const headers = Object.fromEntries(Object.entries(vector.headers).filter(([, value]) => value !== undefined));
  return {
    method: vector.method,
    path: pathname + search,
    headers: { ...(headers as Record<string, string>), authorization: vector.authorization },
    ...(vector.body !== "" && { body: vector.body }),
  };
}

function reason(answer: { json: { error_msg: string } }): string {
  return answer.json.error_msg.replace("Incorrect IAM authentication information: ", "");
}

describe("a signature of Huawei's own SDK", () => {
  test.each(vectors.cases.map((vector) => [vector.name, vector] as const))("is accepted: %s", async (_name, vector) => {
    const answer = await send(await startForVectors(), vectorRequest(vector));
    expect([200, 204]).toContain(answer.status);
  });

  test("is accepted for a query, whatever the order and the escapes on the wire", () => {
    const goVector = "SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=x-sdk-date, Signature=";
    const claim = parseClaim(`${goVector}5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624`);
    const request = { method: "GET", headers: { "x-sdk-date": "20060102T150405Z" }, body: new Uint8Array() };
    const matches = (url: string) => claim && signatureMatches({ ...request, url }, claim, "SecretKey");
    expect(matches("/path?limit=1")).toBe(true);
    expect(matches("/path/?%6cimit=%31")).toBe(true);
    expect(matches("/path?limit=2")).toBe(false);
  });
});

describe("a signature", () => {
  test("covers the query as it reads decoded, sorted by key and value", async () => {
    const emulator = await start();
    const wire = "/v3/projects?test=%E4%B8%80%20(%26%3D%3F!%23%25.*)&multi=3&path=/tmp/123&multi=1&empty=&a=x+y";
    const order =
      "/v3/projects?a=x%20y&empty&multi=1&multi=3&path=%2Ftmp%2F123&test=%E4%B8%80+%28%26%3D%3F%21%23%25.%2A%29";
    const headers = signed(emulator, prepare("GET", order)).headers;
    expect((await send(emulator, { method: "GET", path: wire, headers })).status).toBe(200);
  });

  test("covers the body of a GET too", async () => {
    const emulator = await start();
    const request = signed(emulator, prepare("GET", "/v3/projects", "{}"));
    expect((await send(emulator, request)).status).toBe(200);
    expect((await send(emulator, { ...request, body: "[]" })).status).toBe(401);
  });

  test("need not cover the host, and leaves headers that it does not list alone", async () => {
    const emulator = await start();
    const { headers } = prepare("GET", "");
    const unsigned: Unsigned = {
      method: "GET",
      path: "/v3/projects",
      headers: { "x-sdk-date": headers["x-sdk-date"] ?? "" },
    };
    const request = signed(emulator, unsigned);
    const sent = { ...request, headers: { ...request.headers, host: "elsewhere", "x-project-id": "any" } };
    expect((await send(emulator, sent)).status).toBe(200);
  });

  test("may leave the body out when it says so in a header", async () => {
    const emulator = await start();
    const path = `${interfacesPath(emulator, web)}/${webPrimary}`;
    const unsigned = prepare("PUT", path, '{"interface_attachment":{"delete_on_termination":true}}');
    unsigned.headers["x-sdk-content-sha256"] = "UNSIGNED-PAYLOAD";
    const request = signed(emulator, unsigned);
    const other = '{"interface_attachment":{"delete_on_termination":false}}';
    expect((await send(emulator, { ...request, body: other })).status).toBe(204);
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(false);
  });

  test("does not hold when the hash in the header is not the body's", async () => {
    const emulator = await start();
    const path = `${interfacesPath(emulator, web)}/${webPrimary}`;
    const unsigned = prepare("PUT", path, '{"interface_attachment":{"delete_on_termination":false}}');
    unsigned.headers["x-sdk-content-sha256"] = "0".repeat(64);
    expect((await send(emulator, signed(emulator, unsigned))).status).toBe(401);
  });

  test("does not hold once any signed part differs by one character", async () => {
    const emulator = await start({ lockout: false });
    const path = `${interfacesPath(emulator, web)}/${webPrimary}`;
    const body = '{"interface_attachment":{"delete_on_termination":false}}';
    const good = { ...prepare("PUT", `${path}?first=one&second=two`, body) };
    good.headers["x-project-id"] = emulator.projectId;
    const authorization = sign(good, emulator.credentials.accessKey, emulator.credentials.secretKey);
    expect((await send(emulator, { ...good, headers: { ...good.headers, authorization } })).status).toBe(204);
    emulator.setNic(web, webPrimary, { deleteOnTermination: true });

    const part = fc.constantFrom(
      "method",
      "path",
      "content-type",
      "host",
      "x-project-id",
      "x-sdk-date",
      "body",
      "signature",
    );
    await fc.assert(
      fc.asyncProperty(part, fc.nat(), fc.nat(), async (name, position, replacement) => {
        const flip = (text: string) => flipCharacter(text, position, replacement);
        // What is signed is flipped, so that what is sent still reaches the operation.
        const altered = { ...good, headers: { ...good.headers } };
        if (name === "method") {
          altered.method = flip(good.method);
        } else if (name === "path") {
          altered.path = `/${flip(good.path.slice(1))}`;
        } else if (name === "body") {
          altered.body = flip(body);
        } else if (name !== "signature") {
          altered.headers[name] = flip(good.headers[name] ?? "");
        }
        const claim = sign(altered, emulator.credentials.accessKey, emulator.credentials.secretKey);
        const sentClaim = name === "signature" ? claim.slice(0, -64) + flipHex(claim.slice(-64), position) : claim;
        const answer = await send(emulator, { ...good, headers: { ...good.headers, authorization: sentClaim } });
        expect([answer.status, answer.json?.error_code]).toEqual([401, "APIGW.0301"]);
      }),
      { numRuns: 300 },
    );
    expect(emulator.nic(web, webPrimary)?.deleteOnTermination).toBe(true);
  });

  test("is refused with the request as the server read it, without the security token", async () => {
    const emulator = await start({ securityToken: "token-of-the-test" });
    const unsigned = prepare("GET", "/v3/projects");
    unsigned.headers["x-security-token"] = "token-of-the-test";
    const request = signed(emulator, unsigned);
    const answer = await send(emulator, { ...request, headers: { ...request.headers, "content-type": "text/plain" } });
    expect(answer.status).toBe(401);
    expect(reason(answer)).toMatch(
      /^verify aksk signature fail, canonicalRequest:GET\|\/v3\/projects\/\|\|content-type:text\/plain\|/,
    );
    expect(answer.text).not.toContain("token-of-the-test");
  });

  test("of another secret key is refused", async () => {
    const emulator = await start();
    const unsigned = prepare("GET", "/v3/projects");
    const authorization = sign(unsigned, emulator.credentials.accessKey, "another");
    const answer = await send(emulator, { ...unsigned, headers: { ...unsigned.headers, authorization } });
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({
      error_msg: expect.stringMatching(/^Incorrect IAM authentication information: verify aksk signature fail, /),
      error_code: "APIGW.0301",
      request_id: answer.headers["x-request-id"],
    });
  });

  test("of an access key that does not exist is refused without naming the key", async () => {
    const emulator = await start();
    const unsigned = prepare("GET", "/v3/projects");
    const authorization = sign(unsigned, "SOMEOTHERKEY", emulator.credentials.secretKey);
    const answer = await send(emulator, { ...unsigned, headers: { ...unsigned.headers, authorization } });
    expect(reason(answer)).toBe("Get secretKey failed,ak:******,err:ak not exist");
  });

  test("must cover the date", async () => {
    const emulator = await start();
    const { headers } = prepare("GET", "/v3/projects");
    const { "x-sdk-date": date = "", ...others } = headers;
    const request = signed(emulator, { method: "GET", path: "/v3/projects", headers: others });
    const answer = await send(emulator, { ...request, headers: { ...request.headers, "x-sdk-date": date } });
    expect(reason(answer)).toBe("verify aksk signature fail, the header x-sdk-date must be signed");
  });

  test("fails when a header that it lists was not sent", async () => {
    const emulator = await start();
    const unsigned = prepare("GET", "/v3/projects");
    const request = signed(emulator, { ...unsigned, headers: { ...unsigned.headers, "x-project-id": "" } });
    const { "x-project-id": _left, ...headers } = request.headers;
    expect(reason(await send(emulator, { ...request, headers }))).toBe(
      "verify aksk signature fail, the signed header x-project-id is missing",
    );
  });

  test.each([
    ["no authorization", {}, "x-auth-token not found"],
    ["a token that nobody issued", { "x-auth-token": "MIIE" }, "decrypt token fail"],
    [
      "another scheme",
      { authorization: "Basic eDp5" },
      "verify aksk signature fail, the Authorization header is not of SDK-HMAC-SHA256",
    ],
  ])("is missed when there is %s", async (_what, headers, expected) => {
    const answer = await send(await start(), {
      method: "GET",
      path: "/v3/projects",
      headers: headers as Record<string, string>,
    });
    expect([answer.status, answer.json.error_code, reason(answer)]).toEqual([401, "APIGW.0301", expected]);
  });
});

describe("the date of a signature", () => {
  const minute = 60_000;

  test.each([-15 * minute, 0, 15 * minute])("may be %d ms from the server's", async (offset) => {
    const emulator = await start({ clock: () => vectorTime });
    const request = signed(
      emulator,
      prepare("GET", "/v3/projects", undefined, new Date(vectorTime.getTime() + offset)),
    );
    expect((await send(emulator, request)).status).toBe(200);
  });

  test.each([-15 * minute - 1000, 15 * minute + 1000])("may not be %d ms from the server's", async (offset) => {
    const emulator = await start({ clock: () => vectorTime });
    const unsigned = prepare("GET", "/v3/projects", undefined, new Date(vectorTime.getTime() + offset));
    const answer = await send(emulator, signed(emulator, unsigned));
    expect(reason(answer)).toBe(
      `verify aksk signature fail, signature expired, signature time:${unsigned.headers["x-sdk-date"]},server time:20260115T081530Z`,
    );
  });

  test.each(["yesterday", "2026-01-15T08:15:30Z", "20261315T081530Z"])("may not read %s", async (date) => {
    const emulator = await start({ clock: () => vectorTime });
    const unsigned = prepare("GET", "/v3/projects");
    unsigned.headers["x-sdk-date"] = date;
    expect(reason(await send(emulator, signed(emulator, unsigned)))).toContain("signature expired");
  });
});

describe("the security token", () => {
  async function withToken(emulator: Emulator, token?: string) {
    const unsigned = prepare("GET", "/v3/projects");
    if (token !== undefined) {
      unsigned.headers["x-security-token"] = token;
    }
    return send(emulator, signed(emulator, unsigned));
  }

  test("must be that of the temporary credentials", async () => {
    const emulator = await start({ securityToken: "right" });
    expect((await withToken(emulator, "right")).status).toBe(200);
    expect(reason(await withToken(emulator, "wrong"))).toBe("decrypt token fail");
    expect(reason(await withToken(emulator))).toBe("Get secretKey failed,ak:******,err:ak not exist");
    expect(emulator.env().HW_SECURITY_TOKEN).toBe("right");
  });

  test("does not go with permanent credentials", async () => {
    const emulator = await start();
    expect(reason(await withToken(emulator, "any"))).toBe("decrypt token fail");
    expect(emulator.env()).not.toHaveProperty("HW_SECURITY_TOKEN");
  });
});

describe("the lock on an access key", () => {
  async function failOnce(emulator: Emulator, date: Date) {
    const unsigned = prepare("GET", "/v3/projects", undefined, date);
    const authorization = sign(unsigned, emulator.credentials.accessKey, "wrong");
    return send(emulator, { ...unsigned, headers: { ...unsigned.headers, authorization } });
  }

  test("falls after more than five bad signatures in a row and opens after five minutes", async () => {
    let time = vectorTime.getTime();
    const emulator = await start({ clock: () => new Date(time) });
    const good = () => send(emulator, signed(emulator, prepare("GET", "/v3/projects", undefined, new Date(time))));

    for (let failure = 1; failure <= 5; failure += 1) {
      await failOnce(emulator, new Date(time));
    }
    expect((await good()).status).toBe(200);

    for (let failure = 1; failure <= 6; failure += 1) {
      expect(reason(await failOnce(emulator, new Date(time)))).toContain("verify aksk signature fail");
    }
    const locked = await good();
    expect([locked.status, reason(locked)]).toEqual([401, "AK access failed to reach the limit,forbidden."]);
    time += 5 * 60_000 - 1;
    expect((await good()).status).toBe(401);
    time += 1;
    expect((await good()).status).toBe(200);
  });

  test("never falls when it is turned off", async () => {
    const emulator = await start({ lockout: false });
    for (let failure = 1; failure <= 10; failure += 1) {
      await failOnce(emulator, new Date());
    }
    expect((await list(emulator, web)).status).toBe(200);
  });

  test("does not fall for refusals that are not about the signature", async () => {
    const emulator = await start();
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      await update(emulator, web, "abc", true);
      await send(emulator, prepare("GET", "/v3/projects"));
    }
    expect((await call(emulator, "GET", "/v3/projects")).status).toBe(200);
  });
});

const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

function flipCharacter(text: string, position: number, replacement: number): string {
  const letters = [...text].flatMap((character, index) => (/[A-Za-z0-9]/.test(character) ? [index] : []));
  const index = letters[position % letters.length] ?? 0;
  const others = [...plain].filter((character) => character !== text[index]);
  return text.slice(0, index) + others[replacement % others.length] + text.slice(index + 1);
}

function flipHex(text: string, position: number): string {
  const index = position % text.length;
  return text.slice(0, index) + (text[index] === "0" ? "1" : "0") + text.slice(index + 1);
}
