import {
  actionsOf,
  computed,
  createServer,
  Deferral,
  DiagnosticError,
  dataSourcesOf,
  defineProvider,
  ephemeralsOf,
  metaOf,
  required,
  resourcesOf,
  SILENT,
} from "../../src/terraform";
import { UNKNOWN } from "../../src/terraform/value";

interface Api {
  /** Where there is nothing yet, everything has to wait. */
  readonly cluster: string | undefined;
  readonly module?: string;
}

function cluster({ cluster: name }: Api): string {
  if (name === undefined) throw new Deferral("absent-prerequisite", "The cluster is not there yet.");
  return name;
}

const attributes = { name: required.string("Name."), place: computed.string("Place.") };
const head = { name: "pod", summary: "A pod." };

const pod = resourcesOf<Api>()({
  ...head,
  attributes,
  identity: ["place"],
  timeouts: { create: "1m", read: "1m", update: "1m", delete: "1m" },
  plan({ api }) {
    cluster(api);
  },
  planDestroy({ api }) {
    cluster(api);
  },
  create: async ({ api }) => ({ place: cluster(api) }),
  read: async ({ api, state }) => ({ ...state, place: `${cluster(api)} of ${api.module}` }),
  update: async ({ api }) => ({ place: cluster(api) }),
  delete: async ({ api }) => void cluster(api),
  import: {
    format: "<place>",
    identify: (place) => ({ place }),
    observe: async ({ api }) => ({ name: "a", place: cluster(api) }),
  },
});

const lookup = dataSourcesOf<Api>()({
  ...head,
  attributes,
  read: async ({ api }) => ({ place: `${cluster(api)} of ${api.module}` }),
});
const session = ephemeralsOf<Api>()({
  ...head,
  attributes,
  open: async ({ api }) => ({ result: { place: cluster(api) } }),
});
const restart = actionsOf<Api>()({
  ...head,
  attributes: { name: attributes.name },
  plan: ({ api }) => void cluster(api),
  invoke: async ({ api }) => void cluster(api),
});

function setUp() {
  return createServer(
    defineProvider({
      name: "test",
      address: "registry.terraform.io/test/test",
      version: "1.0.0",
      summary: "A provider.",
      attributes: { cluster: required.string("Cluster.") },
      meta: metaOf<Api>()({ module: required.string("Module.") }, (api, { module }) => ({ ...api, module })),
      resources: [pod],
      dataSources: [lookup],
      ephemerals: [session],
      actions: [restart],
      explain: () => undefined,
      async configure({ config }): Promise<Api> {
        if (config.cluster === "later")
          throw new Deferral("provider-config-unknown", "The cluster has no address yet.");
        return { cluster: config.cluster === "none" ? undefined : String(config.cluster) };
      },
    }),
    SILENT,
  );
}

async function configured(name: string, mayDefer = true) {
  const server = setUp();
  const diagnostics = await server.configure({ cluster: name }, { terraformVersion: "1.13.0", mayDefer });
  return { server, diagnostics };
}

const STATE = { name: "a", place: "p", timeouts: null };
const WANTED = { name: "a", place: null, timeouts: null };
const CONFIG = { name: "a", place: null };

/** Everything that may be put off, asked for at once. */
async function askAll(name: string, mayDefer: boolean) {
  const { server } = await configured(name);
  const { resources, dataSources, ephemerals, actions } = server;
  const circumstances = { mayDefer };
  const caught = (work: Promise<unknown>) =>
    work.catch((error: unknown) => {
      if (!(error instanceof DiagnosticError)) throw error;
      return { diagnostics: [{ severity: "error", summary: error.summary, detail: error.message }] };
    });
  return {
    read: await resources.read("test_pod", STATE, circumstances),
    plan: resources.plan("test_pod", { prior: null, proposed: WANTED, config: WANTED }, circumstances),
    update: resources.plan(
      "test_pod",
      { prior: STATE, proposed: { ...STATE, name: "b" }, config: { ...WANTED, name: "b" } },
      circumstances,
    ),
    destroy: resources.plan("test_pod", { prior: STATE, proposed: null, config: null }, circumstances),
    import: await resources.import("test_pod", { id: "p" }, circumstances),
    data: await caught(dataSources.read("test_pod", CONFIG, circumstances)),
    ephemeral: await caught(ephemerals.open("test_pod", CONFIG, circumstances)),
    action: await caught(actions.plan("test_pod", { name: "a" }, circumstances)),
  };
}

describe.each<[string, string, string, string]>([
  ["a handler", "none", "absent-prerequisite", "The cluster is not there yet."],
  ["the provider", "later", "provider-config-unknown", "The cluster has no address yet."],
])("what %s puts off", (_who, name, deferred, text) => {
  it("waits where Terraform allows it, with what is known so far", async () => {
    const open = { ...WANTED, place: UNKNOWN };
    expect(await askAll(name, true)).toEqual({
      read: { state: STATE, deferred, diagnostics: [] },
      plan: { planned: open, requiresReplace: [], identity: { place: UNKNOWN }, deferred, diagnostics: [] },
      update: {
        planned: { ...STATE, name: "b" },
        requiresReplace: [],
        identity: { place: "p" },
        deferred,
        diagnostics: [],
      },
      destroy: { planned: null, requiresReplace: [], identity: { place: "p" }, deferred, diagnostics: [] },
      import: { state: null, deferred, diagnostics: [] },
      data: { result: { name: "a", place: UNKNOWN }, deferred, diagnostics: [] },
      ephemeral: { result: { name: "a", place: UNKNOWN }, deferred, diagnostics: [] },
      // The one reason that Terraform takes from an action.
      action: { deferred: "provider-config-unknown", diagnostics: [] },
    });
  });

  it("is an error elsewhere, with what to do", async () => {
    const diagnostic = {
      severity: "error",
      summary: "Not known yet",
      detail: `${text}\n\nThis run of Terraform does not put things off. Apply what it depends on first, for example with -target.`,
    };
    for (const answer of Object.values(await askAll(name, false))) {
      expect(answer).toMatchObject({ diagnostics: [diagnostic] });
      expect(answer).not.toHaveProperty("deferred");
    }
  });

  it("is an error in an apply, which cannot wait", async () => {
    const { server } = await configured(name);
    const request = { prior: null, planned: { ...WANTED, place: UNKNOWN }, config: WANTED };
    const circumstances = { mayDefer: false };
    expect(await server.resources.apply("test_pod", request, circumstances)).toMatchObject({
      state: null,
      diagnostics: [{ summary: "Not known yet" }],
    });
  });
});

it("a provider that would wait is not configured where it must not", async () => {
  expect((await configured("later", false)).diagnostics).toMatchObject([{ summary: "Not known yet" }]);
  expect((await configured("later")).diagnostics).toEqual([]);
});

it("a provider that waited works once it is configured", async () => {
  const { server } = await configured("later");
  await server.configure({ cluster: "here" }, { terraformVersion: "1.13.0" });
  expect((await server.resources.import("test_pod", { id: "here" })).state).toMatchObject({ place: "here" });
});

it("a module's provider_meta reaches its own handlers, and only them", async () => {
  const { server } = await configured("here");
  const meta = { module: "network" };
  const place = async (circumstances: object) =>
    (await server.dataSources.read("test_pod", CONFIG, circumstances)).result?.place;
  expect(await place({ meta })).toBe("here of network");
  expect(await place({ meta: null })).toBe("here of undefined");
  const state = { ...STATE, place: "here of network" };
  expect((await server.resources.read("test_pod", state, { meta })).state).toEqual(state);
});
