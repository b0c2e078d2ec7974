import { type Emulator, startEmulator } from "../../src/emulator";
import {
  acceptance,
  expectAction,
  expectKnownOutput,
  expectOutput,
  expectUnknownOutput,
  expectValue,
  type Mode,
} from "../support/acceptance";
import { providerHcl } from "../support/terraform";

const SERVER = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
const NIC = "huaweiecs_nic_attachment_setting.nic";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.stop());

const head = () => ({ shared: providerHcl(emulator.url), env: emulator.env() });

const output = (expression: string) => `
output "result" {
  value = ${expression}
}`;
const nicId = (server: string, port: string) => output(`provider::huaweiecs::nic_id(${server}, ${port})`);
const parse = (id: string) => output(`provider::huaweiecs::parse_nic_id(${id})`);

const modes: Mode[] = ["reattach", "installed"];

test.each(modes)("the functions compute, and ask no cloud, %s", async (mode) => {
  await acceptance({
    ...head(),
    mode,
    steps: [
      {
        config: nicId(`"${SERVER}"`, `"${PORT}"`),
        plan: [expectKnownOutput("result", `${SERVER}/${PORT}`)],
        state: [expectOutput("result", `${SERVER}/${PORT}`)],
      },
      {
        config: parse(`"${SERVER}/${PORT}"`),
        state: [expectOutput("result", { region: null, server_id: SERVER, port_id: PORT })],
      },
      {
        config: parse(`"eu-west-101/${SERVER}/${PORT}"`),
        state: [expectOutput("result", { region: "eu-west-101", server_id: SERVER, port_id: PORT })],
      },
      {
        config: output(
          `provider::huaweiecs::parse_nic_id(provider::huaweiecs::nic_id("${SERVER}", "${PORT}")).port_id`,
        ),
        state: [expectOutput("result", PORT)],
        after: () => expect(emulator.requests).toEqual([]),
      },
    ],
  });
});

test("a computed id is what an import block and a resource understand", async () => {
  await acceptance({
    ...head(),
    steps: [
      {
        config: `
locals {
  nic = provider::huaweiecs::parse_nic_id("cn-north-4/${SERVER}/${PORT}")
}

import {
  to = ${NIC}
  id = provider::huaweiecs::nic_id(local.nic.server_id, local.nic.port_id)
}

resource "huaweiecs_nic_attachment_setting" "nic" {
  region                = local.nic.region
  server_id             = local.nic.server_id
  port_id               = local.nic.port_id
  delete_on_termination = false
}`,
        plan: [expectAction(NIC, "no-op")],
        state: [expectValue(NIC, "id", `${SERVER}/${PORT}`)],
      },
    ],
  });
});

test("what is known after apply is computed then", async () => {
  const later = `
resource "terraform_data" "later" {
  input = "${PORT}"
}`;
  await acceptance({
    ...head(),
    steps: [
      {
        config: `${later}${nicId(`"${SERVER}"`, "terraform_data.later.output")}`,
        plan: [expectUnknownOutput("result", [])],
        state: [expectOutput("result", `${SERVER}/${PORT}`)],
      },
    ],
  });
});

test.each<[string, string, string | RegExp]>([
  [
    "a server_id that is none",
    nicId('"web-1"', `"${PORT}"`),
    /Invalid value for "server_id" parameter.*Invalid server_id: It must be a UUID/,
  ],
  [
    "a port_id that is none",
    nicId(`"${SERVER}"`, '"eth0"'),
    /Invalid value for "port_id" parameter.*Invalid port_id: It must be a UUID/,
  ],
  ["a server_id that is null", nicId("null", `"${PORT}"`), /server_id.*null/],
  [
    "an id without a slash",
    parse(`"${PORT}"`),
    /Invalid value for "id" parameter.*is not the id of a NIC. It has 0 slashes, and not one or two. An id has the form \[<region>\/\]<server_id>\/<port_id>/,
  ],
  ["an id with another port", parse(`"${SERVER}/eth0"`), /Its port_id "eth0" is no UUID in lower case/],
  ["an id that is null", parse("null"), /argument must not be null/],
  ["one argument too many", parse('"a", "b"'), /Too many function arguments/],
])("%s is refused with its reason", async (_what, config, expectError) => {
  await acceptance({ ...head(), steps: [{ config, planOnly: true, expectError }] });
});
