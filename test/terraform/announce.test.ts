import {
  atLeast,
  computed,
  createServer,
  defineProvider,
  required,
  resourcesOf,
  SILENT,
  UNKNOWN,
} from "../../src/terraform";
import { complete } from "./support/core";
import { TIMEOUTS } from "./support/server";

interface Api {
  readonly run: number;
  readonly heard: unknown[];
}

const disk = resourcesOf<Api>()({
  name: "disk",
  summary: "A disk.",
  attributes: { size: required.number("Size.", { check: [atLeast(1)] }), serial: computed.string("Serial.") },
  timeouts: TIMEOUTS,
  announce: ({ config, api }) => void api.heard.push([api.run, config.size]),
  create: async () => ({ serial: "s" }),
  read: async ({ state }) => state,
  update: async () => ({ serial: "s" }),
  delete: async () => undefined,
});

function serve() {
  const heard: unknown[] = [];
  let run = 0;
  const provider = defineProvider({
    name: "test",
    address: "registry.terraform.io/test/test",
    version: "1.0.0",
    summary: "A provider of tests.",
    attributes: {},
    resources: [disk],
    explain: () => undefined,
    configure: async (): Promise<Api> => ({ run: ++run, heard }),
  });
  const server = createServer(provider, SILENT);
  const { schema } = server.resources.get("test_disk");
  return {
    heard,
    configure: () => server.configure({}, { terraformVersion: "1.11.4" }),
    validate: (size: number | typeof UNKNOWN) => server.resources.validate("test_disk", complete(schema, { size })),
  };
}

it("hears of each configuration, each time, with the API of the run", async () => {
  const { heard, configure, validate } = serve();
  await configure();
  validate(5);
  validate(5);
  validate(UNKNOWN);
  await configure();
  validate(6);
  expect(heard).toEqual([
    [1, 5],
    [1, 5],
    [1, UNKNOWN],
    [2, 6],
  ]);
});

it("hears of nothing before the provider is configured, and of no invalid configuration", async () => {
  const { heard, configure, validate } = serve();
  expect(validate(5)).toEqual([]);
  await configure();
  expect(validate(0)).toHaveLength(1);
  expect(heard).toEqual([]);
});
