/** `terraform query` as Terraform 1.14 asks for it: the product as a process of its own, over mutual TLS. */
import path from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator";
import { createCertificate } from "../../src/plugin/certificate";
import { provider } from "../../src/provider";
import type { Identity, Schema } from "../../src/terraform";
import { decode, decodeIdentity, encode } from "../conformance/support/values";
import { connect, type Peer } from "../plugin/support/client";
import { TERRAFORM, Workshop } from "../plugin/support/plugin-process";
import { configuration } from "./support/configured-provider";

const TYPE = "huaweiecs_nic_attachment_setting";
const WEB = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";

let emulator: Emulator;
let workshop: Workshop;
let peer: Peer;

beforeEach(async () => {
  emulator = await startEmulator();
  workshop = new Workshop(path.join(__dirname, "../../src/cli/provider-main.ts"));
  const certificate = createCertificate();
  const plugin = workshop.start({ ...TERRAFORM, ...emulator.env(), PLUGIN_CLIENT_CERT: certificate.pem });
  const handshake = await plugin.handshake();
  peer = connect(handshake.target, handshake.certificate, certificate);
});

afterEach(async () => {
  peer.close();
  await workshop.clear();
  workshop.remove();
  await emulator.stop();
});

test("a query finds NICs whose objects Terraform can write a configuration for", async () => {
  const { listResourceSchemas } = await peer.call("GetProviderSchema");
  const listable = provider.resources.filter(({ identity }) => identity !== undefined);
  expect(Object.keys(listResourceSchemas).sort()).toEqual(listable.map(({ name }) => `huaweiecs_${name}`).sort());

  const endpoints = { ecs: emulator.url, iam: emulator.url };
  const config = encode(provider.schema, configuration({ endpoints }));
  expect((await peer.call("ConfigureProvider", { terraformVersion: "1.14.0", config })).diagnostics).toEqual([]);

  const list = provider.lists?.find(({ resource }) => `huaweiecs_${resource.name}` === TYPE);
  const { schema, identity } = list?.resource ?? {};
  const asked = { typeName: TYPE, config: encode(list?.schema as Schema, { server_name: "web" }) };
  const events = [];
  for await (const event of peer.provider.ListResource({ ...asked, includeResourceObject: true, limit: 10 })) {
    events.push(event);
  }
  expect(events.map(({ displayName }) => displayName)).toEqual([
    "web-1 192.168.0.33 (primary)",
    "web-1 192.168.16.120",
  ]);
  const [primary] = events;
  const portId = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
  const names = { region: "cn-north-4", server_id: WEB, port_id: portId };
  expect(primary.diagnostic).toEqual([]);
  expect(decodeIdentity(identity as Identity, primary.identity)).toEqual(names);
  expect(decode(schema as Schema, primary.resourceObject)).toMatchObject({
    ...names,
    delete_on_termination: true,
    fixed_ips: ["192.168.0.33"],
  });

  const state = primary.resourceObject;
  const { config: generated, diagnostics } = await peer.call("GenerateResourceConfig", { typeName: TYPE, state });
  expect(diagnostics).toEqual([]);
  expect(decode(schema as Schema, generated)).toMatchObject({ server_id: WEB, port_id: portId });
});
