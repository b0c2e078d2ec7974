import {
  computed,
  createServer,
  defineProvider,
  openPrivateState,
  record,
  resourcesOf,
  SILENT,
  UNKNOWN,
} from "../../src/terraform";

test("a value is read back from the bytes that are stored", () => {
  const first = openPrivateState();
  first.set("etag", { a: [1, null, "ü"] });
  expect(openPrivateState(first.bytes()).get("etag")).toEqual({ a: [1, null, "ü"] });
});

test("the bytes have the form of HashiCorp's framework: base64 of JSON by name", () => {
  const state = openPrivateState();
  state.set("etag", "v1");
  expect(JSON.parse(Buffer.from(state.bytes()).toString())).toEqual({ etag: "InYxIg==" });
});

test.each([[""], ["not JSON"], ["[1,2]"], ["null"], ['{"a":1}']])(
  "bytes of another form are kept as they are: %j",
  (text) => {
    const stored = Buffer.from(text);
    const state = openPrivateState(stored);
    expect(state.get("a")).toBeUndefined();
    state.remove("a");
    expect(state.bytes()).toBe(stored);
  },
);

test("what is removed is gone, and the rest stays", () => {
  const state = openPrivateState();
  state.set("a", 1);
  state.set("b", 2);
  const again = openPrivateState(state.bytes());
  again.remove("a");
  expect(openPrivateState(again.bytes()).get("a")).toBeUndefined();
  expect(openPrivateState(again.bytes()).get("b")).toBe(2);
});

test("names of the framework's own and values that JSON cannot say are refused", () => {
  const state = openPrivateState();
  expect(() => state.set(".frameworkKey", 1)).toThrow("is no name");
  expect(() => state.set("", 1)).toThrow("is no name");
  expect(() => state.set("a", undefined)).toThrow("must be a value that JSON can say");
});

test("what a verb has kept counts even if the verb fails", async () => {
  const disk = resourcesOf<null>()({
    name: "disk",
    summary: "A disk.",
    attributes: { id: computed.string("Its id.") },
    timeouts: { create: "1m", read: "1m", update: "1m", delete: "1m" },
    async create({ privateState, save }) {
      privateState.set("job", "j1");
      save({ id: "1" });
      throw new Error("the job failed");
    },
    read: async () => ({ id: "1" }),
    update: async () => ({ id: "1" }),
    delete: async () => undefined,
  });
  const server = createServer(
    defineProvider({
      name: "test",
      address: "example.com/test/test",
      version: "1.0.0",
      summary: "Tests.",
      attributes: {},
      resources: [disk],
      explain: () => ({ summary: "Failed", detail: "It failed." }),
      configure: async () => null,
    }),
    SILENT,
  );
  await server.configure(record([]), { terraformVersion: "1.11.4" });
  const privateState = openPrivateState();
  const planned = record([
    ["id", UNKNOWN],
    ["timeouts", null],
  ]);
  const { state, diagnostics } = await server.resources.apply(
    "test_disk",
    { prior: null, planned, config: planned },
    { privateState },
  );
  expect(state).toMatchObject({ id: "1" });
  expect(diagnostics).toHaveLength(1);
  expect(openPrivateState(privateState.bytes()).get("job")).toBe("j1");
});
