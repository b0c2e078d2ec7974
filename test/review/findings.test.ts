/** What is found in plans, rule by rule; the plans are made by hand. */
import { reviewPlan } from "../../src/review";
import {
  attachment,
  DB,
  type Entry,
  entry,
  found,
  groupsIn,
  instance,
  listed,
  nicAttachments,
  OTHER,
  official,
  PORT,
  PRIMARY,
  plain,
  planOf,
  policy,
  setting,
  WEB,
} from "./support/plans";

const SETTING = "huaweiecs_nic_attachment_setting.nic";
const ATTACHMENT = "huaweiecs_nic_attachment.nic";
const POLICY = "huaweiecs_server_nic_policy.web";
const OFFICIAL = "huaweicloud_compute_interface_attach.nic";
const SERVER = "huaweicloud_compute_instance.web";

/** The only finding: its group and event. */
function only(changes: readonly Entry[], more?: Parameters<typeof planOf>[1]): string {
  const findings = reviewPlan(planOf(changes, more)).findings;
  expect(findings).toHaveLength(1);
  return findings.map(({ group, event }) => `${group}: ${plain(event)}`).join();
}

describe("a setting", () => {
  const change = (before: boolean | null, after: boolean | null, more: Partial<Entry> = {}): Entry => ({
    address: SETTING,
    before: before === null ? null : setting({ delete_on_termination: before }),
    after: after === null ? null : setting({ delete_on_termination: after }),
    ...more,
  });

  test.each([
    [false, true, "deleted: delete_on_termination changes from false to true."],
    [true, false, "kept: delete_on_termination changes from true to false."],
    [null, true, "deleted: delete_on_termination is set to true, and what it is now is not in the plan."],
    [null, false, "kept: delete_on_termination is set to false, and what it is now is not in the plan."],
  ])("that goes from %s to %s is %s", (before, after, told) => {
    expect(only([change(before, after)])).toBe(told);
  });

  test.each([
    [true, true, "other: Managed from now on. The settings are as they should be already."],
    [false, true, "deleted: delete_on_termination changes from false to true."],
    [true, false, "kept: delete_on_termination changes from true to false."],
  ])("that a data source shows to be %s and that is created as %s is %s", (now, after, told) => {
    expect(only([change(null, after)], { prior: [nicAttachments([listed(PORT, now)])] })).toBe(told);
  });

  test("that will be known only after the apply is not guessed", () => {
    const after = { ...setting(), delete_on_termination: undefined };
    const unknown = { delete_on_termination: true };
    expect(only([{ address: SETTING, before: setting(), after, unknown }])).toBe(
      "unknown: What delete_on_termination will be is not known until apply.",
    );
  });

  test.each([
    [false, false, "restore", "released: Destroyed: delete_on_termination is given back as false, which it is now."],
    [
      true,
      false,
      "restore",
      "released: Destroyed: what delete_on_termination was at first is given back: false. It is true now.",
    ],
    [
      false,
      true,
      "restore",
      "deleted: Destroyed: what delete_on_termination was at first is given back: true. It is false now.",
    ],
    [false, true, "keep", 'released: Destroyed: delete_on_termination stays false, as on_destroy = "keep" says.'],
    [
      false,
      null,
      "restore",
      "unknown: Destroyed: what delete_on_termination was at first is given back: not in the plan. It is false now.",
    ],
  ])("of %s that was %s at first and is destroyed with %s is %s", (now, original, onDestroy, told) => {
    const before = setting({
      delete_on_termination: now,
      original_delete_on_termination: original,
      on_destroy: onDestroy,
    });
    expect(only([{ address: SETTING, before }])).toBe(told);
  });

  test.each([
    ["delete_because_no_resource_config", "Destroyed, as it is not in the configuration any more: "],
    ["delete_because_wrong_repetition", "Destroyed, as its count or for_each has come or gone: "],
    ["delete_because_count_index", "Destroyed, as its count is smaller now: "],
    ["delete_because_each_key", "Destroyed, as its for_each has its key no more: "],
    ["delete_because_no_module", "Destroyed, as its module is not in the configuration any more: "],
    ["delete_because_no_move_target", "Destroyed, as what it was moved to is not in the configuration: "],
    ["some_reason_of_tomorrow", "Destroyed: "],
  ])("that is destroyed for %s says why", (reason, told) => {
    expect(only([{ address: SETTING, before: setting(), reason }])).toContain(`released: ${told}`);
  });

  test("that is given back while another resource sets it names that one", () => {
    const plan = planOf([
      { address: SETTING, before: setting({ original_delete_on_termination: true }) },
      { address: "huaweiecs_nic_attachment_setting.other", after: setting() },
    ]);
    expect(found(plan)[0]).toContain(
      "huaweiecs_nic_attachment_setting.other sets it in the same plan, and which of them comes last is not certain.",
    );
  });

  test("that is replaced for another NIC is given back on the old one and set on the new one", () => {
    const plan = planOf([
      {
        address: SETTING,
        actions: ["delete", "create"],
        before: setting({ original_delete_on_termination: true }),
        after: setting({ port_id: OTHER, fixed_ips: ["192.168.0.51"], delete_on_termination: true }),
        replacePaths: [["port_id"]],
        reason: "replace_because_cannot_update",
      },
    ]);
    expect(found(plan)).toEqual([
      `deleted | 192.168.16.120 | ${WEB} | Replaced because port_id changes: what delete_on_termination was at first is given back: true. It is false now.`,
      `deleted | 192.168.0.51 | ${WEB} | Replaced because port_id changes: delete_on_termination is set to true, and what it is now is not in the plan.`,
    ]);
  });

  test("that is replaced for the same NIC ends as the new one has it, if the old one goes first", () => {
    const before = setting({ original_delete_on_termination: true });
    const more = { before, after: setting(), reason: "replace_because_tainted" };
    const told = (actions: readonly string[]) => only([{ address: SETTING, actions, ...more }]);
    expect(told(["delete", "create"])).toBe(
      "replaced: Replaced because it is tainted: delete_on_termination stays false.",
    );
    expect(told(["create", "delete"])).toContain(
      "deleted: Replaced because it is tainted: delete_on_termination changes",
    );
  });

  test("that is deposed is told apart from the current one", () => {
    const [finding] = reviewPlan(planOf([{ address: SETTING, before: setting(), deposed: "0a1b2c3d" }])).findings;
    expect(plain(finding?.resource ?? [])).toBe(`${SETTING} (deposed object 0a1b2c3d)`);
  });

  test("whose on_destroy is sensitive may be given back or not", () => {
    const before = setting({ on_destroy: "keep" });
    expect(only([{ address: SETTING, before, beforeSensitive: { on_destroy: true } }])).toBe(
      "unknown: Destroyed: what delete_on_termination was at first is given back: (sensitive). It is false now.",
    );
  });

  test("that is destroyed is compared with what the refresh found, of the current object", () => {
    const before = setting({ delete_on_termination: true });
    const refreshed = { address: SETTING, values: setting() };
    const older = { address: SETTING, values: setting({ delete_on_termination: true }), deposed: "0a1b2c3d" };
    expect(only([{ address: SETTING, before }], { prior: [refreshed, older] })).toBe(
      "released: Destroyed: delete_on_termination is given back as false, which it is now.",
    );
  });

  test("of which something else changes is told of below", () => {
    const after = setting({ on_destroy: "keep", timeouts: { update: "3m" } });
    expect(only([{ address: SETTING, before: setting(), after }])).toBe(
      'other: on_destroy changes from restore to keep and timeouts changes from nothing to {"update":"3m"}.',
    );
  });

  test("of which something becomes sensitive shows no side of it", () => {
    const change = { before: setting({ region: "cn-1" }), after: setting({ region: "cn-2" }) };
    const told = "other: region changes from (sensitive) to (sensitive).";
    expect(only([{ address: SETTING, ...change, afterSensitive: { region: true } }])).toBe(told);
    expect(only([{ address: SETTING, ...change, beforeSensitive: { region: true } }])).toBe(told);
  });

  test("that is forgotten for a new object is two things", () => {
    const after = setting({ port_id: OTHER, fixed_ips: [] });
    const plan = planOf([{ address: SETTING, actions: ["create", "forget"], before: setting(), after }]);
    expect(groupsIn(plan)).toEqual(["forgotten", "kept"]);
  });

  test("that nothing happens to is counted only", () => {
    const review = reviewPlan(planOf([change(true, true)]));
    expect(review).toMatchObject({ findings: [], unchanged: 1 });
  });

  test("that is moved and imported as it is says both", () => {
    const plan = planOf([
      { ...change(true, true), previous: "huaweiecs_nic_attachment_setting.old" },
      { ...change(false, false), address: `${SETTING}2`, importing: { id: `${WEB}/${PORT}` } },
    ]);
    expect(found(plan)).toEqual([
      `moved | 192.168.16.120 | ${WEB} | It was huaweiecs_nic_attachment_setting.old.`,
      `imported | 192.168.16.120 | ${WEB} | Adopted as it is: delete_on_termination is false.`,
    ]);
  });
});

describe("an attachment", () => {
  const both: [string, string, (given: Record<string, unknown>) => Record<string, unknown>, [unknown, unknown]][] = [
    ["of this provider", ATTACHMENT, attachment, [true, false]],
    ["of the official provider", OFFICIAL, official, ["true", "false"]],
  ];

  describe.each(both)("%s", (_whose, address, make, [yes, no]) => {
    test("that is destroyed loses its port if the setting says so", () => {
      expect(only([{ address, before: make({ delete_on_termination: yes }) }])).toBe(
        "lost: Destroyed: the NIC is detached, and its port is deleted, as delete_on_termination is true.",
      );
    });

    test("that is destroyed keeps its port if the setting says so", () => {
      expect(only([{ address, before: make({ delete_on_termination: no }) }])).toBe(
        "kept: Destroyed: the NIC is detached, and its port stays, as delete_on_termination is false.",
      );
    });

    test("that is destroyed and has no setting is not guessed about", () => {
      expect(only([{ address, before: make({ delete_on_termination: null }) }])).toBe(
        "unknown: Destroyed: the NIC is detached. Whether its port is deleted then cannot be told, as delete_on_termination is not in the plan.",
      );
    });

    test("that is created is told by its setting", () => {
      expect(only([{ address, after: make({ delete_on_termination: yes }) }])).toBe(
        "deleted: Attached by this plan: delete_on_termination is true.",
      );
      expect(only([{ address, after: make({ delete_on_termination: no }) }])).toMatch(/^kept: /);
      const unknown = { delete_on_termination: true };
      expect(only([{ address, after: make({ delete_on_termination: undefined }), unknown }])).toBe(
        "unknown: Attached by this plan: delete_on_termination is not known until apply, as the cloud decides where it is not set.",
      );
    });

    test("whose setting changes is told by both values", () => {
      const [before, after] = [make({ delete_on_termination: no }), make({ delete_on_termination: yes })];
      expect(only([{ address, before, after }])).toBe("deleted: delete_on_termination changes from false to true.");
      expect(only([{ address, before: after, after: before }])).toBe(
        "kept: delete_on_termination changes from true to false.",
      );
    });

    test("that gets another address is known by the old one", () => {
      const after = make({ fixed_ip: "192.168.16.7", fixed_ips: ["192.168.16.7"] });
      expect(found(planOf([{ address, before: make({}), after }]))).toEqual([
        `address | 192.168.16.120 | ${WEB} | fixed_ip changes from 192.168.16.120 to 192.168.16.7.`,
      ]);
    });

    test("that is replaced cannot be attached again by a port that is deleted with the old one", () => {
      const actions = ["delete", "create"];
      const same = make({ delete_on_termination: yes });
      expect(only([{ address, actions, before: same, after: same, reason: "replace_by_request" }])).toBe(
        "lost: Replaced as -replace asks for: the NIC is detached, and its port is deleted, as delete_on_termination is true. There is nothing to attach again then: the apply fails.",
      );
    });

    test("that is replaced with the new one first cannot attach what is attached still", () => {
      const actions = ["create", "delete"];
      expect(only([{ address, actions, before: make({}), after: make({}) }])).toContain(
        "The new one comes first, and cannot attach what is attached still: the apply fails.",
      );
    });
  });

  test("of this provider ends as its state says, whatever the refresh found", () => {
    const before = attachment({ delete_on_termination: true });
    const prior = [{ address: ATTACHMENT, values: attachment() }];
    expect(only([{ address: ATTACHMENT, before }], { prior })).toMatch(/^lost: /);
  });

  test("of the official provider ends as the refresh found it", () => {
    const before = official({ delete_on_termination: "true" });
    const prior = [{ address: OFFICIAL, values: official() }];
    expect(only([{ address: OFFICIAL, before }], { prior })).toMatch(/^kept: /);
  });

  test("of this provider says nothing of the addresses that follow from a network", () => {
    const after = attachment({ security_group_ids: [], source_dest_check: false });
    expect(only([{ address: ATTACHMENT, before: attachment(), after }])).toBe(
      "other: security_group_ids changes from 2c4898a3-cece-4df0-926d-27f028933b04 to nothing and source_dest_check changes from true to false.",
    );
  });

  test("of the official provider is lost if a setting of the same NIC gives back true first", () => {
    const keeper = setting({ original_delete_on_termination: true });
    const changes = [
      { address: OFFICIAL, before: official() },
      { address: SETTING, before: keeper },
    ];
    const prior = [{ address: SETTING, values: keeper, dependsOn: [OFFICIAL] }];
    expect(found(planOf(changes, { prior }))[0]).toBe(
      `lost | 192.168.16.120 | ${WEB} | Destroyed: the NIC is detached, and its port is deleted, as ${SETTING} gives back true before that.`,
    );
    expect(found(planOf(changes))[0]).toContain(`${SETTING} gives back true, if it comes first.`);
  });
});

describe("a policy", () => {
  test("tells each NIC whose setting changes, and no other", () => {
    const after = policy({
      delete_on_termination: true,
      overrides: { [OTHER]: false },
      nics: [listed(PORT, true), listed(PRIMARY, true), listed(OTHER, false)],
    });
    const before = policy({ nics: [listed(PORT, false), listed(PRIMARY, true), listed(OTHER, true)] });
    expect(found(planOf([{ address: POLICY, before, after }]))).toEqual([
      `deleted | 10.0.0.99 | ${WEB} | delete_on_termination changes from false to true.`,
      `kept | 10.0.0.49 | ${WEB} | delete_on_termination changes from true to false.`,
      `other |  | ${WEB} | overrides changes from nothing to {"${OTHER}":false}.`,
    ]);
  });

  test("that wants something else of NICs to come, and of none that is there, says so", () => {
    const overrides = { [PORT]: false };
    const nics = [listed(PORT, false)];
    const before = policy({ overrides, nics });
    const after = policy({ overrides, nics, delete_on_termination: true });
    expect(only([{ address: POLICY, before, after }])).toBe("other: delete_on_termination changes from false to true.");
  });

  test("that is destroyed gives each NIC back what it had, or what it has where nothing is known", () => {
    const before = policy({ nics: [listed(PORT, false), listed(PRIMARY, false), listed(OTHER, true)] });
    expect(found(planOf([{ address: POLICY, before }])).map((line) => line.split(" | ")[0])).toEqual([
      "released",
      "deleted",
      "released",
    ]);
  });

  const created = (given: Record<string, unknown> = {}): Entry => ({
    address: POLICY,
    after: policy({ nics: undefined, original_delete_on_termination: undefined, ...given }),
    unknown: { nics: true, original_delete_on_termination: true },
  });

  test("that is created tells the NICs that are known, and that there may be more", () => {
    const prior = [{ address: SERVER, values: instance() }];
    expect(found(planOf([created({ delete_on_termination: true })], { prior }))).toEqual([
      "deleted | 192.168.0.33 | web-1 | delete_on_termination is set to true, and what it is now is not in the plan.",
      "deleted | 192.168.16.120 | web-1 | delete_on_termination is set to true, and what it is now is not in the plan.",
      "deleted |  | web-1 | Every other NIC that the policy is about: delete_on_termination is set to true.",
    ]);
  });

  test("that is created where a data source knows all NICs tells those that change", () => {
    const nics = [listed(PORT, true), listed(PRIMARY, false)];
    const plan = planOf([created({ overrides: { [PRIMARY]: true } })], { prior: [nicAttachments(nics)] });
    expect(found(plan)).toEqual([
      `kept | 10.0.0.99 | ${WEB} | delete_on_termination changes from true to false.`,
      `deleted | 10.0.0.51 | ${WEB} | delete_on_termination changes from false to true.`,
    ]);
  });

  test("that is created where a data source knows some NICs is about the others too", () => {
    const { values, ...source } = nicAttachments([listed(PORT, false)]);
    const prior = [{ ...source, values: { ...values, primary: false } }];
    expect(groupsIn(planOf([created({ delete_on_termination: true })], { prior }))).toEqual(["deleted", "deleted"]);
  });

  test("that is created for a server not known yet is about all its NICs", () => {
    const entry = created({ server_id: undefined, overrides: { [PORT]: true } });
    const plan = planOf([{ ...entry, unknown: { ...entry.unknown, server_id: true } }]);
    expect(found(plan)).toEqual([
      `deleted | port ${PORT} | a server not known yet | delete_on_termination is set to true, and what it is now is not in the plan.`,
      "kept |  | a server not known yet | Every other NIC that the policy is about: delete_on_termination is set to false.",
    ]);
  });

  test("without the primary NIC says nothing of a NIC that is known to be it, and guesses of none", () => {
    const nics = [
      listed(PORT, true, { primary: false }),
      listed(PRIMARY, true, { primary: true }),
      listed(OTHER, true),
    ];
    const plan = planOf([created({ include_primary: false })], { prior: [nicAttachments(nics)] });
    expect(found(plan)).toEqual([
      `kept | 10.0.0.99 | ${WEB} | delete_on_termination changes from true to false.`,
      `unknown | 10.0.0.49 | ${WEB} | What delete_on_termination will be is not known until apply.`,
    ]);
  });

  test("whose arguments are not known yet is about NICs that are not known", () => {
    const unknown = { nics: true, overrides: true };
    const plan = planOf([{ address: POLICY, after: policy({ nics: undefined, overrides: undefined }), unknown }]);
    expect(found(plan)).toEqual([
      `unknown |  | ${WEB} | Every NIC that the policy is about: what delete_on_termination will be is not known until apply.`,
    ]);
  });

  test("of a server that is another from now on lets go of the old NICs", () => {
    const after = policy({ server_id: DB, nics: undefined });
    const plan = planOf([
      {
        address: POLICY,
        actions: ["delete", "create"],
        before: policy({ original_delete_on_termination: {} }),
        after,
        unknown: { nics: true },
        replacePaths: [["server_id"]],
      },
    ]);
    expect(groupsIn(plan)).toEqual(["replaced", "replaced", "kept"]);
  });
});

describe("a server that the plan deletes", () => {
  test("takes the NICs with it that say so, leaves the others, and names those that say nothing", () => {
    const extra = { port: OTHER, fixed_ip_v4: "192.168.0.51", fixed_ip_v6: "", mac: "" };
    const network = [...(instance().network as unknown[]), extra];
    const plan = planOf([{ address: SERVER, before: instance({ network }) }], {
      prior: [nicAttachments([listed(PRIMARY, true), listed(PORT, false)])],
    });
    expect(found(plan)).toEqual([
      "lost | 10.0.0.51 | web-1 | Its server is destroyed, and its port is deleted, as delete_on_termination is true.",
      "kept | 10.0.0.99 | web-1 | Its server is destroyed, and its port stays, as delete_on_termination is false.",
      "unknown | 192.168.0.51 | web-1 | Its server is destroyed. Whether its port is deleted then cannot be told, as delete_on_termination is not in the plan.",
    ]);
  });

  test("has the settings that a data source tells, where the state is old", () => {
    const values = attachment({ delete_on_termination: true });
    const prior = [{ address: ATTACHMENT, values }, nicAttachments([listed(PORT, false)])];
    expect(groupsIn(planOf([{ address: SERVER, before: instance({ network: [] }) }], { prior }))).toEqual(["kept"]);
  });

  const dying = (keeper: Record<string, unknown>, dependsOn?: string[]) => {
    const values = setting(keeper);
    const onlySecond = (instance().network as unknown[]).slice(1);
    return planOf(
      [
        { address: SERVER, before: instance({ network: onlySecond }), reason: "delete_because_no_resource_config" },
        { address: SETTING, before: values },
      ],
      { prior: [{ address: SETTING, values, ...(dependsOn === undefined ? {} : { dependsOn }) }] },
    );
  };

  test("takes a NIC with it whose setting is given back as true before that", () => {
    expect(found(dying({ original_delete_on_termination: true }, [SERVER]))).toEqual([
      `lost | 192.168.16.120 | web-1 | Its server is destroyed, as it is not in the configuration any more, and its port is deleted, as ${SETTING} gives back true before that.`,
    ]);
  });

  test("leaves a NIC whose setting is given back as false before that", () => {
    const keeper = { delete_on_termination: true, original_delete_on_termination: false };
    expect(found(dying(keeper, [SERVER]))[0]).toMatch(/^kept .* gives back false before that\.$/);
    expect(found(dying(keeper))[0]).toMatch(/^lost .* delete_on_termination is true\.$/);
  });

  test("leaves a NIC whose setting is kept as false", () => {
    const keeper = { on_destroy: "keep", original_delete_on_termination: true };
    expect(found(dying(keeper, [SERVER]))[0]).toMatch(/^kept /);
  });

  test("and of which no NIC is known is not guessed about", () => {
    expect(found(planOf([{ address: SERVER, before: instance({ network: [] }) }]))).toEqual([
      "unknown |  | web-1 | The server is destroyed. Which of its NICs are deleted with it cannot be told: none is in the plan.",
    ]);
  });

  test("to replace it says why, and what becomes of the old one's NICs", () => {
    const plan = planOf(
      [
        {
          address: SERVER,
          actions: ["delete", "create"],
          before: instance(),
          after: instance({ id: undefined, network: undefined }),
          unknown: { id: true, network: true },
          replacePaths: [["image_id"], ["user_data"]],
        },
      ],
      { prior: [nicAttachments([listed(PRIMARY, true), listed(PORT, false)])] },
    );
    expect(found(plan)).toEqual([
      "lost | 10.0.0.51 | web-1 | Its server is replaced because image_id and user_data change, and its port is deleted, as delete_on_termination is true.",
      "kept | 10.0.0.99 | web-1 | Its server is replaced because image_id and user_data change, and its port stays, as delete_on_termination is false.",
      "replaced |  | web-1 | The server is replaced because image_id and user_data change.",
    ]);
  });

  test("does not hide that a setting is replaced for a NIC elsewhere", () => {
    const again = { server_id: DB, port_id: OTHER, fixed_ips: [] };
    const changes = [
      { address: SERVER, before: instance({ network: [] }) },
      { address: SETTING, actions: ["delete", "create"], before: setting(), after: setting(again) },
    ];
    const prior = [{ address: "huaweiecs_nic_attachment.other", values: attachment(again) }];
    expect(groupsIn(planOf(changes, { prior }))).toEqual(["kept", "replaced"]);
  });

  test("is not told of by settings whose NICs go with it", () => {
    const nic = { server_id: WEB, nics: [listed(PORT, true)] };
    const changes = [
      { address: SERVER, before: instance({ network: [] }) },
      {
        address: POLICY,
        before: policy(nic),
        after: policy({ ...nic, on_destroy: "keep", nics: [listed(PORT, false)] }),
      },
    ];
    expect(groupsIn(planOf(changes))).toEqual(["lost", "other"]);
  });

  test("does not tell of a NIC twice that is detached before", () => {
    const network = (instance().network as unknown[]).slice(1);
    const plan = planOf([
      { address: SERVER, before: instance({ network }) },
      { address: ATTACHMENT, before: attachment({ delete_on_termination: true }) },
    ]);
    expect(groupsIn(plan)).toEqual(["lost"]);
  });
});

describe("what was changed behind Terraform's back", () => {
  const drift = (before: Record<string, unknown>, after: Record<string, unknown>): Entry => ({
    address: SETTING,
    before,
    after,
  });
  const turned = drift(setting(), setting({ delete_on_termination: true }));

  test.each<[string, Entry[]]>([
    ["this plan puts it back", [{ ...drift(setting({ delete_on_termination: true }), setting()) }]],
    ["this plan leaves it so", []],
    ["this plan destroys the resource", [{ address: SETTING, before: setting() }]],
    [
      "this plan replaces the resource",
      [{ address: SETTING, actions: ["delete", "create"], before: setting(), after: setting() }],
    ],
    ["this plan forgets the resource", [{ address: SETTING, actions: ["forget"], before: setting() }]],
    [
      "what this plan makes of it is not known until apply",
      [
        {
          address: SETTING,
          before: setting({ delete_on_termination: true }),
          after: setting({ delete_on_termination: undefined }),
          unknown: { delete_on_termination: true },
        },
      ],
    ],
  ])("says that %s", (answer, changes) => {
    const drifted = reviewPlan(planOf(changes, { drift: [turned] })).findings.filter(({ group }) => group === "drift");
    expect(drifted.map(({ event }) => plain(event))).toEqual([
      `delete_on_termination changed from false to true: ${answer}.`,
    ]);
  });

  test("is told attribute by attribute, without what follows from others", () => {
    const before = attachment();
    const after = attachment({
      id: "other",
      fixed_ip: "192.168.16.9",
      fixed_ips: ["192.168.16.9"],
      source_dest_check: false,
    });
    const [finding] = reviewPlan(planOf([], { drift: [{ address: ATTACHMENT, before, after }] })).findings;
    expect(plain(finding?.event ?? [])).toBe(
      "fixed_ip changed from 192.168.16.120 to 192.168.16.9: this plan leaves it so. source_dest_check changed from true to false: this plan leaves it so.",
    );
  });

  test("is told NIC by NIC of a policy: those that came, went, and changed", () => {
    const before = policy({ nics: [listed(PORT, false), listed(PRIMARY, true)] });
    const after = policy({ nics: [listed(PRIMARY, false), listed(OTHER, true)] });
    const wanted = policy({ nics: [listed(PRIMARY, false), listed(OTHER, false)] });
    const plan = planOf([{ address: POLICY, before: after, after: wanted }], {
      drift: [{ address: POLICY, before, after }],
    });
    expect(found(plan).filter((line) => line.startsWith("drift"))).toEqual([
      `drift | 10.0.0.99 | ${WEB} | The NIC is not attached to this server any more.`,
      `drift | 10.0.0.51 | ${WEB} | delete_on_termination changed from true to false: this plan leaves it so.`,
      `drift | 10.0.0.49 | ${WEB} | The NIC was attached. delete_on_termination is true: this plan makes it false.`,
    ]);
  });

  test.each([
    [SETTING, setting(), "The NIC is not attached any more."],
    [POLICY, policy(), "The server of these NICs is not there any more."],
    [SERVER, instance(), "The server is not there any more."],
  ])("is told of %s that is gone", (address, before, told) => {
    expect(only([], { drift: [{ address, before }] })).toBe(`drift: ${told} This plan takes it out of the state.`);
    const created = { address, actions: ["create"], after: before };
    const drifted = reviewPlan(planOf([created], { drift: [{ address, before }] })).findings.at(-1);
    const answer = address === SERVER ? "takes it out of the state" : "creates it anew";
    expect(plain(drifted?.event ?? [])).toBe(`${told} This plan ${answer}.`);
  });

  test("of a server is told only where it is about NICs", () => {
    const before = instance();
    const renamed = { address: SERVER, before, after: instance({ name: "web-2" }) };
    expect(found(planOf([], { drift: [renamed] }))).toEqual([]);
    const network = (instance().network as unknown[]).slice(1);
    expect(found(planOf([], { drift: [{ address: SERVER, before, after: instance({ network }) }] }))).toEqual([
      `drift | 192.168.0.33 | ${WEB} | The NIC is not attached to this server any more.`,
    ]);
  });

  test("is nothing that a resource did not have before it was moved from another type", () => {
    const before = attachment({ fixed_ipv6: null, network_id: null, source_dest_check: false });
    const moved = { address: ATTACHMENT, previous: OFFICIAL, before, after: attachment({ fixed_ipv6: "2407::9" }) };
    expect(only([], { drift: [moved] })).toBe(
      "drift: source_dest_check changed from false to true: this plan leaves it so.",
    );
    expect(only([], { drift: [{ ...moved, previous: undefined }] })).toContain("fixed_ipv6 changed from nothing");
  });

  test("is nothing where a resource was only moved", () => {
    const moved = { address: SETTING, previous: "huaweiecs_nic_attachment_setting.old" };
    const same = { ...moved, before: setting(), after: setting() };
    expect(groupsIn(planOf([same], { drift: [same] }))).toEqual(["moved"]);
  });
});

describe("names", () => {
  test("of servers come from the data source and from the official provider", () => {
    const values = { servers: [{ id: DB, name: "db-1", addresses: [] }] };
    const prior = [
      { address: "data.huaweiecs_servers.all", values },
      { address: SERVER, values: instance({ network: [] }) },
    ];
    const changes = [
      { address: `${SETTING}1`, after: setting({ server_id: DB }) },
      { address: `${SETTING}2`, after: setting() },
    ];
    expect(found(planOf(changes, { prior })).map((line) => line.split(" | ")[2])).toEqual(["db-1", "web-1"]);
  });

  test("of NICs come from whoever knows them: IPv4 and IPv6, without elastic addresses", () => {
    const address = (ip: string, version: number, type = "fixed") => ({
      ip_address: ip,
      version,
      type,
      mac_address: "fa:16:3e:df:18:6d",
      port_id: PORT,
      primary: true,
    });
    const addresses = [address("192.168.0.9", 4), address("2407::9", 6), address("100.64.0.1", 4, "floating")];
    const prior = [
      { address: "data.huaweiecs_servers.all", values: { servers: [{ id: WEB, name: "web-1", addresses }] } },
    ];
    const after = setting({ fixed_ips: undefined, mac_address: undefined });
    const plan = planOf([{ address: SETTING, after, unknown: { fixed_ips: true, mac_address: true } }], { prior });
    const [finding] = reviewPlan(plan).findings;
    expect(plain(finding?.nic ?? [])).toBe("primary NIC 192.168.0.9, 2407::9");
    expect(finding?.nicIds.map(plain)).toEqual(["MAC fa:16:3e:df:18:6d", `port ${PORT}`]);
  });

  test("are not told of what is known by a sensitive id", () => {
    const prior = [{ address: SERVER, values: instance() }];
    const after = setting({ fixed_ips: [], mac_address: null, delete_on_termination: true });
    const told = (afterSensitive: Record<string, boolean>) =>
      found(planOf([{ address: SETTING, after, afterSensitive }], { prior }))[0]
        ?.split(" | ")
        .slice(1, 3);
    expect(told({})).toEqual(["192.168.16.120", "web-1"]);
    expect(told({ port_id: true })).toEqual(["port (sensitive)", "web-1"]);
    expect(told({ server_id: true })).toEqual(["192.168.16.120", "(sensitive)"]);
  });

  test("of what is not known yet are what the configuration refers to", () => {
    const after = setting({ server_id: undefined, port_id: undefined, fixed_ips: undefined, mac_address: undefined });
    const unknown = { server_id: true, port_id: true };
    const address = `module.net["a.b"].module.nics[0].${SETTING}["x"]`;
    const expressions = {
      server_id: {
        references: ["each.value", "huaweicloud_compute_instance.web.id", "huaweicloud_compute_instance.web"],
      },
      port_id: { references: ["each.key"] },
    };
    const resources = [{ address: SETTING, mode: "managed", type: SETTING.split(".")[0], name: "nic", expressions }];
    const configuration = {
      root_module: { module_calls: { net: { module: { module_calls: { nics: { module: { resources } } } } } } },
    };
    const plan = planOf([{ address, module: 'module.net["a.b"].module.nics[0]', after, unknown }], { configuration });
    expect(found(plan)[0]).toMatch(
      /^kept \| a NIC not known yet \| a server from huaweicloud_compute_instance\.web\.id \| /,
    );
  });
});

describe("a plan as a whole", () => {
  test("counts what is not looked at, by changes and providers", () => {
    const others = [
      { address: "aws_instance.a", after: {} },
      { address: "aws_instance.b", before: {} },
      { address: "aws_instance.same", before: {}, after: {} },
      { address: "terraform_data.c", after: {}, provider: "terraform.io/builtin/terraform" },
      { address: SERVER, after: instance() },
      { address: "data.aws_ami.x", actions: ["read"], after: {} },
    ];
    const review = reviewPlan(planOf([...others, { address: SETTING, after: setting() }]));
    expect(review.others).toEqual({ changes: 4, providers: 3 });
    expect(review.findings).toHaveLength(1);
  });

  test.each([
    ["resource_config_unknown", "What it is to be is not known yet."],
    ["instance_count_unknown", "How many there will be of it is not known yet."],
    ["provider_config_unknown", "How its provider is configured is not known yet."],
    ["deferred_prereq", "It depends on something that is deferred."],
    ["absent_prereq", "It depends on something that is not there yet."],
    ["tomorrow", "Terraform does not say why."],
  ])("tells what is deferred, for %s", (reason, told) => {
    const change = entry({ address: SETTING, after: setting() });
    const plan = planOf([], { deferred_changes: [{ reason, resource_change: change }], complete: false });
    expect(found(plan)).toEqual([`deferred | 192.168.16.120 | ${WEB} | ${told}`]);
    expect(reviewPlan(plan).isComplete).toBe(false);
  });

  test("does not pass over an action that it does not know", () => {
    expect(groupsIn(planOf([{ address: SETTING, actions: ["graft"], before: setting(), after: setting() }]))).toEqual([
      "unknown",
    ]);
  });

  test("without its prior state, configuration and marks is still a plan", () => {
    const change = { actions: ["update"], before: setting({ delete_on_termination: true }), after: setting() };
    const type = "huaweiecs_nic_attachment_setting";
    expect(found({ format_version: "1.0", resource_changes: [{ address: SETTING, type, change }] })).toEqual([
      `kept | 192.168.16.120 | ${WEB} | delete_on_termination changes from true to false.`,
    ]);
  });
});
