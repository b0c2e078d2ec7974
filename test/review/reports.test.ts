/** How reports look, and that nothing in a plan can make them look like anything else. */
import { reviewPlan, writeMarkdown, writeText } from "../../src/review";
import { expectGolden } from "./support/golden";
import {
  attachment,
  DB,
  type Entry,
  entry,
  instance,
  type Json,
  listed,
  nicAttachments,
  official,
  PORT,
  PRIMARY,
  planOf,
  reportsOf,
  setting,
  WEB,
} from "./support/plans";

/** Would be code, markup, an escape sequence or another line, if it got out as it is. */
const ODD = "db|1`` \u001b[31m<b onclick=x>\u202e @all #1 [x](http://y) **z**\n| a | b |";

const odd = planOf(
  [
    {
      address: "huaweicloud_compute_instance.web",
      actions: ["delete", "create"],
      before: instance({ name: ODD }),
      after: instance({ id: undefined, network: undefined }),
      unknown: { id: true, network: true },
      replacePaths: [["image_id"]],
      reason: "replace_because_cannot_update",
    },
    {
      address: 'huaweicloud_compute_interface_attach.nic["a|`b`"]',
      before: official({ instance_id: DB, port_id: "0c", fixed_ip: "192.168.0.99", delete_on_termination: "true" }),
      reason: "delete_because_each_key",
    },
    {
      address: "huaweiecs_nic_attachment_setting.secret",
      before: setting({ server_id: DB, port_id: "port-of-secret", fixed_ips: ["10.9.8.7"] }),
      after: setting({
        server_id: DB,
        port_id: "port-of-secret",
        fixed_ips: ["10.9.8.7"],
        delete_on_termination: true,
      }),
      beforeSensitive: { port_id: true, fixed_ips: [true] },
      afterSensitive: { port_id: true, fixed_ips: [true] },
    },
    {
      address: "huaweiecs_nic_attachment.late",
      after: attachment({
        server_id: undefined,
        port_id: undefined,
        fixed_ip: undefined,
        fixed_ips: undefined,
        mac_address: undefined,
      }),
      unknown: { server_id: true, port_id: true, fixed_ip: true, fixed_ips: true, mac_address: true },
    },
    { address: "aws_instance.a", after: {} },
    { address: "terraform_data.b", after: {}, provider: "terraform.io/builtin/terraform" },
  ],
  {
    prior: [nicAttachments([listed(PRIMARY, true), listed(PORT, false)])],
    deferred_changes: [
      {
        reason: "provider_config_unknown",
        resource_change: entry({ address: "huaweiecs_nic_attachment_setting.deferred", after: setting() }),
      },
    ],
    complete: false,
  },
);

test("what is odd, sensitive, deferred and of other providers is told as the golden files show it", () => {
  const { text, markdown } = reportsOf(odd);
  expectGolden("odd.txt", text);
  expectGolden("odd.md", markdown);
});

test("a text has no control character but its line ends", () => {
  expect(reportsOf(odd).text).not.toMatch(/[^\P{C}\n]/u);
});

test("every row of a table has its four cells, whatever a name holds", () => {
  const rows = reportsOf(odd)
    .markdown.split("\n")
    .filter((line) => line.startsWith("|"));
  expect(rows.length).toBeGreaterThan(8);
  expect(new Set(rows.map((row) => row.split("|").length))).toEqual(new Set([6]));
});

test("Markdown has no HTML but its own, and nobody is called", () => {
  const { markdown } = reportsOf(odd);
  const tags = [...markdown.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
  expect(new Set(tags)).toEqual(new Set(["<br>", "<code>", "</code>"]));
  expect(markdown.replaceAll(/`[^`]*`/g, "")).not.toMatch(/[@*_](?!\*\*)all|\]\(/);
});

const many = (count: number, name = (index: number) => `nic[${index}]`) =>
  planOf(
    Array.from({ length: count }, (_, index): Entry => {
      const values = { port_id: `port-${index}`, fixed_ips: [`10.0.${index >> 8}.${index & 255}`] };
      return {
        address: `huaweiecs_nic_attachment_setting.${name(index)}`,
        before: setting(values),
        after: setting({ ...values, delete_on_termination: true }),
      };
    }),
  );

test("short lists are shown, and longer ones folded", () => {
  expect(reportsOf(many(10)).markdown).not.toContain("<details>");
  expect(reportsOf(many(11)).markdown).toMatch(
    /### Deleted with their server from now on: 11 NICs\n\n<details>\n<summary>Show them<\/summary>\n\n\| NIC \|/,
  );
});

test.each([1_000, 10_000])(
  "a comment about %i NICs has room for a part of them, and says of how many it has not",
  (count) => {
    const { markdown, text } = reportsOf(many(count));
    expect(markdown.length).toBeLessThan(60_000);
    const shown = markdown.split("\n").filter((line) => line.startsWith("| `10.")).length;
    expect(shown).toBeGreaterThan(100);
    expect(markdown).toContain(
      `\n${(count - shown).toLocaleString("en-US")} more findings of this kind have no room here.\n`,
    );
    expect(markdown).toContain(`: ${count.toLocaleString("en-US")} NICs\n`);
    expect(text.match(/^ {2}10\./gm)).toHaveLength(count);
  },
);

test("what is weighty has room before what is not", () => {
  const light = many(2_000).resource_changes as Json[];
  const weighty = entry({ address: "huaweiecs_nic_attachment.z", before: attachment({ delete_on_termination: true }) });
  const moved = light.map((each) => ({ ...each, previous_address: "huaweiecs_nic_attachment_setting.before" }));
  const markdown = writeMarkdown(reviewPlan({ ...planOf([]), resource_changes: [...moved, weighty] }));
  expect(markdown.length).toBeLessThan(60_000);
  expect(markdown).toContain("`huaweiecs_nic_attachment.z`");
  expect(markdown).toContain("### Moved: 2,000 resources");
});

test("names as long as a file do not take the room of all others", () => {
  const plan = many(300, (index) => `nic["${index}${"x|".repeat(5_000)}"]`);
  const { markdown, text } = reportsOf(plan);
  expect(markdown.length < 60_000).toBe(true);
  expect(markdown.slice(0, 5_000)).toContain("&#8230;</code>");
  expect(text.length).toBeLessThan(300_000);
});

test("colours go around whole lines, and only where they are asked for", () => {
  const review = reviewPlan(many(1));
  const painted = writeText(review, undefined, (tone, text) => `<${tone}>${text}</>`);
  expect(painted).toContain("<danger>Deleted with their server from now on: 1 NIC</>\n");
  expect(painted.replaceAll(/<\/?\w*>/g, "")).toBe(writeText(review));
});

test("a plan that was cut short, and one that is not all, say so at the top", () => {
  const errored = reportsOf(planOf([], { errored: true }));
  expect(errored.text).toMatch(/^.*\n\nPlanning ended in an error: the plan is cut short/);
  expect(errored.markdown).toMatch(/^## .*\n\n\*\*Planning ended in an error/);
  expect(reportsOf(planOf([], { complete: false })).text).toContain("This plan does not do all that is configured");
});

test("a server's id is told once where it has no name", () => {
  const plan = planOf([{ address: "huaweiecs_nic_attachment_setting.nic", after: setting() }]);
  expect(reportsOf(plan).text.split(WEB)).toHaveLength(2);
});
