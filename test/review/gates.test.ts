import { GATES, type Gate, passGates, reviewPlan, verdict, writeMarkdown, writeText } from "../../src/review";
import {
  attachment,
  type Entry,
  instance,
  type Json,
  OTHER,
  official,
  plain,
  planOf,
  policy,
  setting,
} from "./support/plans";

const SETTING = "huaweiecs_nic_attachment_setting.nic";
const ATTACHMENT = "huaweiecs_nic_attachment.nic";

const lost: Entry = { address: ATTACHMENT, before: attachment({ delete_on_termination: true }) };
const deleted: Entry = {
  address: SETTING,
  before: setting(),
  after: setting({ delete_on_termination: true }),
};
const kept: Entry = { ...deleted, before: setting({ delete_on_termination: true }), after: setting() };
const replaced: Entry = { address: SETTING, actions: ["delete", "create"], before: setting(), after: setting() };
const unknown: Entry = {
  address: SETTING,
  after: setting({ delete_on_termination: undefined }),
  unknown: { delete_on_termination: true },
};
const moved: Entry = { address: SETTING, before: setting(), after: setting(), previous: "huaweiecs_x.y" };
const readdressed: Entry = {
  address: ATTACHMENT,
  before: attachment(),
  after: attachment({ fixed_ip: "192.168.16.9" }),
};
const drift = planOf([], { drift: [kept] });
const deferred = planOf([], {
  deferred_changes: [{ resource_change: planOf([deleted]).resource_changes, reason: "x" }].map(({ reason }) => ({
    reason,
    resource_change: (planOf([deleted]).resource_changes as Json[])[0],
  })),
});

/** Which gates a plan closes, of all that there are. */
function closed(plan: Json): readonly Gate[] {
  return GATES.filter((gate) => passGates(reviewPlan(plan), [gate]).isClosed);
}

test.each<[string, Json, Gate[]]>([
  ["loses a NIC", planOf([lost]), ["lost", "delete", "any"]],
  ["has a NIC deleted with its server from now on", planOf([deleted]), ["delete", "any"]],
  ["keeps a NIC from now on", planOf([kept]), ["any"]],
  ["replaces a setting", planOf([replaced]), ["replace", "any"]],
  [
    "loses a NIC by replacing it",
    planOf([{ ...lost, actions: ["delete", "create"], after: attachment({ port_id: OTHER }) }]),
    ["lost", "delete", "replace", "any"],
  ],
  [
    "replaces a setting by one that deletes the NIC",
    planOf([{ ...replaced, after: setting({ delete_on_termination: true }) }]),
    ["delete", "replace", "any"],
  ],
  [
    "replaces a server",
    planOf([
      {
        address: "huaweicloud_compute_instance.web",
        actions: ["create", "delete"],
        before: instance({ network: [] }),
        after: {},
      },
    ]),
    ["replace", "unknown", "any"],
  ],
  ["changes an address", planOf([readdressed]), ["address", "any"]],
  ["puts drift right", drift, ["drift", "any"]],
  [
    "leaves a NIC to be deleted that was changed behind Terraform's back",
    planOf([], { drift: [deleted] }),
    ["delete", "drift", "any"],
  ],
  ["does not know a setting", planOf([unknown]), ["unknown", "any"]],
  [
    "does not know what a detached NIC has",
    planOf([
      { address: "huaweicloud_compute_interface_attach.nic", before: official({ delete_on_termination: null }) },
    ]),
    ["unknown", "any"],
  ],
  ["defers a change", deferred, ["unknown", "any"]],
  ["moves a resource", planOf([moved]), ["any"]],
  ["ended in an error", planOf([], { errored: true }), ["unknown", "any"]],
  ["has nothing to do with NICs", planOf([{ address: "aws_instance.a", after: {} }]), []],
  ["leaves all as it is", planOf([{ address: SETTING, before: setting(), after: setting() }]), []],
])("a plan that %s closes the right gates", (_what, plan, gates) => {
  expect(closed(plan)).toEqual(gates);
});

test("a closed gate says why, in the last line of both formats", () => {
  const review = reviewPlan(planOf([lost, deleted, { ...replaced, address: `${SETTING}2` }]));
  const gate = passGates(review, ["delete", "replace", "drift"]);
  const line =
    "Gates closed: delete (1 NIC is lost, 1 NIC will be deleted with its server from now on); replace (1 resource is replaced).";
  expect(plain(gate.line)).toBe(line);
  expect(writeText(review, gate).endsWith(`\n${line}\n`)).toBe(true);
  expect(writeMarkdown(review, gate).endsWith("; `replace` (1 resource is replaced).**\n")).toBe(true);
});

test("open gates are named", () => {
  const review = reviewPlan(planOf([kept]));
  expect(plain(passGates(review, ["delete"]).line)).toBe("Gate open: delete.");
  expect(plain(passGates(review, ["lost", "delete", "drift"]).line)).toBe("Gates open: lost, delete and drift.");
});

const all = policy({ nics: undefined, delete_on_termination: true });

test.each<[string, Json]>([
  ["Nothing changes for NICs", planOf([])],
  ["Nothing is known of NICs", planOf([], { errored: true })],
  ["1 NIC is lost", planOf([lost])],
  [
    "No NIC is lost or newly deleted with its server: 1 resource is replaced",
    planOf([
      {
        address: "huaweiecs_server_nic_policy.p",
        actions: ["delete", "create"],
        before: policy(),
        after: policy(),
      },
    ]),
  ],
  ["No NIC is lost or newly deleted with its server: 1 NIC will be kept", planOf([kept])],
  ["No NIC is known to be lost or newly deleted with its server: 1 outcome is not known", planOf([unknown])],
  [
    "No NIC is known to be lost or newly deleted with its server: 1 NIC will be kept",
    planOf([kept], { errored: true }),
  ],
  [
    "all NICs of 1 server will be deleted with their servers from now on",
    planOf([{ address: "huaweiecs_server_nic_policy.p", after: all, unknown: { nics: true } }]),
  ],
  [
    "1 NIC is lost, 1 NIC will be deleted with its server from now on, 2 resources are replaced, 1 NIC gets another address, and more",
    planOf([
      lost,
      deleted,
      { ...replaced, address: "huaweiecs_nic_attachment_setting.a" },
      { ...replaced, address: "huaweiecs_nic_attachment_setting.b" },
      { ...readdressed, address: "huaweiecs_nic_attachment.b" },
      moved,
    ]),
  ],
])("the verdict is: %s", (text, plan) => {
  expect(verdict(reviewPlan(plan))).toBe(text);
});
