import { withCallFields } from "../../src/plugin/call-fields";
import { createLog, formatLine } from "../../src/plugin/log";
import type { LogFields, LogLevel } from "../../src/terraform";

const LEVELS = ["trace", "debug", "info", "warn", "error"] as const;

function parse(fields: LogFields, message: unknown = "hello"): Record<string, unknown> {
  const line = formatLine("info", "tiny", message as string, fields);
  expect(line.endsWith("\n")).toBe(true);
  expect(line.trimEnd()).not.toContain("\n");
  return JSON.parse(line);
}

function written(environment: Record<string, string>, name = "tiny"): LogLevel[] {
  const lines: string[] = [];
  const log = createLog(name, environment, (line) => lines.push(line));
  for (const level of LEVELS) log[level]("hello", { level });
  return lines.map((line) => JSON.parse(line)["@level"]);
}

test("a line is one JSON object in the form that Terraform reads", () => {
  const line = parse({ server: "web", attempt: 2 });
  expect(line).toEqual({
    server: "web",
    attempt: 2,
    "@level": "info",
    "@message": "hello",
    "@module": "tiny",
    "@timestamp": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
  });
});

test.each([[undefined], [null], [42], [{ a: 1 }]])("the message %j becomes a string", (message) => {
  expect(typeof parse({}, message)["@message"]).toBe("string");
});

test("fields cannot take the place of what Terraform reads", () => {
  const line = parse({ "@level": 5, "@message": {}, "@timestamp": null });
  expect(line).toMatchObject({ "@level": "info", "@message": "hello", "@timestamp": expect.any(String) });
});

describe("fields that JSON cannot hold", () => {
  test("are written as they are shown", () => {
    const circle: Record<string, unknown> = { name: "circle" };
    circle.self = circle;
    const line = parse({ circle, plain: "x", map: new Map([["a", 1]]) });
    expect(line).toMatchObject({ "@message": "hello", circle: expect.stringContaining("[Circular *1]") });
    expect(line.plain).toBe("'x'");
  });

  test("big integers are written as text", () => {
    expect(parse({ size: 2n ** 64n, inner: { size: 1n } })).toMatchObject({
      size: "18446744073709551616",
      inner: { size: "1" },
    });
  });

  test("errors are written with their stack", () => {
    const line = parse({ error: new TypeError("broken"), inner: { cause: new Error("deep") } });
    expect(line.error).toMatch(/^TypeError: broken\n +at /);
    expect(line.inner).toEqual({ cause: expect.stringContaining("Error: deep") });
  });

  test("functions, symbols and undefined do no harm", () => {
    expect(parse({ run: () => 1, symbol: Symbol("s"), nothing: undefined })).toMatchObject({ "@message": "hello" });
  });

  test("fields that throw when they are looked at do no harm", () => {
    const hostile = {
      get trap() {
        throw new Error("caught");
      },
      good: 1,
    };
    expect(parse(hostile)).toMatchObject({ trap: "[unprintable]", good: "1" });
    const nested = {
      toJSON() {
        throw new Error("no JSON");
      },
    };
    expect(parse({ nested })).toMatchObject({ "@message": "hello", nested: expect.any(String) });
  });

  test("what hides itself stays hidden", () => {
    const secret = { toJSON: () => "[secret]", [Symbol.for("nodejs.util.inspect.custom")]: () => "[secret]" };
    expect(parse({ secret })).toMatchObject({ secret: "[secret]" });
    expect(parse({ secret, circle: circular() })).toMatchObject({ secret: "[secret]" });
  });
});

test("a line that is logged in a call tells which, whatever its fields do", async () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog("tiny", { TF_LOG: "INFO" }, (line) => lines.push(JSON.parse(line)));
  const fields = {
    get trap() {
      throw new Error("caught");
    },
  };
  const handler = withCallFields({
    path: "/tfplugin6.Provider/ReadResource",
    answer: async () => log.info("inside", fields),
  });
  await handler.answer(undefined as never);
  log.info("outside");
  const [inside, outside] = lines;
  expect(inside).toMatchObject({ "@message": "inside", tf_rpc: expect.stringContaining("ReadResource") });
  expect(inside).toMatchObject({ trap: "[unprintable]", tf_req_id: expect.any(String) });
  expect(Object.keys(outside ?? {})).not.toContain("tf_rpc");
});

function circular(): unknown {
  const circle: unknown[] = [];
  circle.push(circle);
  return circle;
}

test("a line that is too long for Terraform to read loses its fields, and no other", () => {
  const line = formatLine("info", "tiny", "hello", { body: "ü".repeat(40_000) });
  expect(Buffer.byteLength(line)).toBeLessThan(65_536);
  expect(JSON.parse(line)).toMatchObject({ "@message": "hello", left_out: "a line of 40107 characters" });
  const message = formatLine("info", "tiny", "x".repeat(70_000), {});
  expect(JSON.parse(message)["@message"]).toBe("x".repeat(8192));
  expect(parse({ body: "x".repeat(60_000) })).toMatchObject({ body: "x".repeat(60_000) });
});

test.each<[string, Record<string, string>, readonly LogLevel[]]>([
  ["has the provider's level", { TF_LOG: "WARN" }, ["warn", "error"]],
  ["has a level of its own", { TF_LOG: "WARN", TF_LOG_PROVIDER_TINY_READ_CACHE: "OFF" }, []],
  ["may say more than the provider", { TF_LOG_PROVIDER_TINY: "OFF", TF_LOG_PROVIDER_TINY_READ_CACHE: "TRACE" }, LEVELS],
  ["does not mind another subsystem's", { TF_LOG: "ERROR", TF_LOG_PROVIDER_TINY_READ: "TRACE" }, ["error"]],
])("a subsystem %s and its name in the module", (_what, environment, levels) => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog("tiny", environment, (line) => lines.push(JSON.parse(line))).subsystem("read-cache");
  for (const level of LEVELS) log[level]("hello");
  expect(lines.map((line) => line["@level"])).toEqual(levels);
  for (const line of lines) expect(line["@module"]).toBe("tiny.read-cache");
});

test("a subsystem of a subsystem inherits its level", () => {
  const lines: string[] = [];
  const environment = { TF_LOG: "TRACE", TF_LOG_PROVIDER_TINY_A: "ERROR" };
  const log = createLog("tiny", environment, (line) => lines.push(JSON.parse(line)["@module"]));
  log.subsystem("a").subsystem("b").warn("no");
  log.subsystem("a").subsystem("b").error("yes");
  expect(lines).toEqual(["tiny.a.b"]);
});

test("the level of a provider's subsystem is not that of the provider", () => {
  expect(written({ TF_LOG: "ERROR", TF_LOG_PROVIDER_TINY_CACHE: "TRACE" })).toEqual(["error"]);
});

describe("the level", () => {
  test.each<[string, Record<string, string>, readonly LogLevel[]]>([
    ["is off without a variable", {}, []],
    ["is off if a variable is empty", { TF_LOG: "" }, []],
    ["is TF_LOG's", { TF_LOG: "WARN" }, ["warn", "error"]],
    ["may be written in small letters", { TF_LOG: "info" }, ["info", "warn", "error"]],
    ["is TF_LOG_PROVIDER's before TF_LOG's", { TF_LOG: "TRACE", TF_LOG_PROVIDER: "ERROR" }, ["error"]],
    [
      "is the provider's own before all",
      { TF_LOG: "TRACE", TF_LOG_PROVIDER: "WARN", TF_LOG_PROVIDER_TINY: "DEBUG" },
      ["debug", "info", "warn", "error"],
    ],
    ["is not another provider's", { TF_LOG: "ERROR", TF_LOG_PROVIDER_HUGE: "TRACE" }, ["error"]],
    ["may be turned off alone", { TF_LOG: "TRACE", TF_LOG_PROVIDER_TINY: "OFF" }, []],
    ["is trace for JSON", { TF_LOG: "JSON" }, LEVELS],
    ["is trace for what is misspelt", { TF_LOG: "LOUD" }, LEVELS],
  ])("%s", (_what, environment, levels) => {
    expect(written(environment)).toEqual(levels);
  });

  test("of a provider with a dash in its name is set with an underscore", () => {
    expect(written({ TF_LOG_PROVIDER_TINY_BETA: "ERROR" }, "tiny-beta")).toEqual(["error"]);
  });
});
