import {
  assigned,
  atMostOneOf,
  block,
  computed,
  defaulted,
  exactlyOneOf,
  optional,
  required,
} from "../../src/terraform";
import { terraform } from "./support/core";
import { defineResource, serve, TIMEOUTS } from "./support/server";

const nic = defineResource({
  name: "nic",
  summary: "A NIC.",
  attributes: {
    id: computed.string("Id."),
    host: required.string("Host."),
    network: assigned.string("Network."),
    port: assigned.string("Port."),
    note: optional.string("Note."),
    alias: optional.string("Alias."),
    kind: defaulted.string("Kind.", { default: "plain" }),
    ip: optional.object({ address: required.string("Address."), mask: computed.number("Mask.") }, "IP."),
    rule: block.list({ port: required.number("Port."), found: computed.bool("Found.") }, "Rule."),
  },
  rules: [exactlyOneOf("network", "port"), atMostOneOf("note", "alias", "host")],
  timeouts: TIMEOUTS,
  create: async () => ({ id: "1", network: "", port: "" }),
  read: async ({ state }) => state,
  update: async () => ({ id: "1", network: "", port: "" }),
  delete: async () => undefined,
});

async function generated(given: Parameters<ReturnType<typeof terraform>["state"]>[0]) {
  const server = await serve(nic);
  const { state } = terraform(server, "test_nic");
  const config = server.resources.generate("test_nic", state({ rule: [], ...given }));
  return { config, server };
}

it("says what a person would write, and nothing that the provider computes", async () => {
  const { config, server } = await generated({
    id: "1",
    host: "h",
    network: "n",
    kind: "fast",
    ip: { address: "10.0.0.1", mask: 24 },
    rule: [{ port: 80, found: true }],
    timeouts: { create: "1h", read: null, update: null, delete: null },
  });
  expect(config).toEqual({
    id: null,
    host: "h",
    network: "n",
    port: null,
    note: null,
    alias: null,
    kind: "fast",
    ip: { address: "10.0.0.1", mask: null },
    rule: [{ port: 80, found: null }],
    timeouts: null,
  });
  expect(server.resources.validate("test_nic", config)).toEqual([]);
});

it("leaves out what the default says anyway", async () => {
  expect((await generated({ host: "h", network: "n", kind: "plain" })).config.kind).toBeNull();
});

it("keeps within the rules: what a rule names first stays, and what is required always", async () => {
  const { config, server } = await generated({ host: "h", network: "n", port: "p", note: "x", alias: "y" });
  expect(config).toMatchObject({ network: "n", port: null, host: "h", note: null, alias: null });
  expect(server.resources.validate("test_nic", config)).toEqual([]);
});
