/** What newer Terraforms call, over the connection that they make: a process of its own, with mutual TLS. */
import path from "node:path";
import { type Certificate, createCertificate } from "../../src/plugin/certificate";
import { encodeMsgpack } from "../../src/plugin/msgpack";
import { connect, type Peer } from "../plugin/support/client";
import { TERRAFORM, Workshop } from "../plugin/support/plugin-process";

let workshop: Workshop;
let identity: Certificate;
let peer: Peer;

beforeAll(() => {
  workshop = new Workshop(path.join(__dirname, "provider/main.ts"));
  identity = createCertificate();
});
beforeEach(async () => {
  const plugin = workshop.start({ ...TERRAFORM, PLUGIN_CLIENT_CERT: identity.pem });
  const { target, certificate } = await plugin.handshake();
  peer = connect(target, certificate, identity);
});
afterEach(async () => {
  peer.close();
  await workshop.clear();
});
afterAll(() => workshop.remove());

const config = (name: string) => ({
  msgpack: encodeMsgpack(["object", { name: "string", times: "number", timeouts: ["object", { invoke: "string" }] }], {
    name,
    times: 2,
    timeouts: null,
  }),
});

const configure = (prefix: string) =>
  peer.call("ConfigureProvider", {
    terraformVersion: "1.14.0",
    config: { msgpack: encodeMsgpack(["object", { prefix: "string" }], { prefix }) },
    clientCapabilities: { deferralAllowed: true, writeOnlyAttributesAllowed: true },
  });

test("an action is found, validated, planned and invoked", async () => {
  const { actionSchemas } = await peer.call("GetProviderSchema");
  expect(Object.keys(actionSchemas)).toEqual(["kinds_message", "kinds_blink"]);
  const request = { typeName: "kinds_message", config: config("ann") };
  expect((await peer.call("ValidateActionConfig", request)).diagnostics).toEqual([]);
  expect((await configure("hi")).diagnostics).toEqual([]);
  const action = { actionType: "kinds_message", config: config("ann"), clientCapabilities: { deferralAllowed: true } };
  expect(await peer.call("PlanAction", action)).toMatchObject({ diagnostics: [], deferred: null });
  const events: unknown[] = [];
  for await (const event of peer.provider.InvokeAction(action)) events.push(event);
  expect(events).toMatchObject([
    { progress: { message: "hi ann 1" } },
    { progress: { message: "hi ann 2" } },
    { completed: { diagnostics: [] } },
  ]);
});

test("an invoked action is interrupted by StopProvider, and the connection serves on", async () => {
  await configure("hi");
  const call = peer.provider.InvokeAction({ actionType: "kinds_message", config: config("slow") });
  const events: unknown[] = [];
  for await (const event of call) {
    events.push(event);
    if (events.length === 2) await peer.call("StopProvider");
  }
  expect(events.at(-1)).toMatchObject({ completed: { diagnostics: [{ summary: "The invoke was cut short" }] } });
  expect((await peer.call("GetMetadata")).actions).toHaveLength(2);
});

test("the names of all that it has are told without a configuration", async () => {
  const { dataSources, ephemeralResources, functions } = await peer.call("GetMetadata");
  expect([dataSources.length, ephemeralResources.length, functions.length]).toEqual([2, 2, 7]);
});

test("what it does not have is not implemented", async () => {
  await expect(peer.call("GetResourceIdentitySchemas")).rejects.toMatchObject({ code: 12 });
  await expect(peer.call("GetStates")).rejects.toMatchObject({ code: 12 });
});
