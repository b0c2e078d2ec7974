/** Plans as `terraform show -json` writes them, made by hand for what no provider here would plan. */
import { type Finding, type Group, type Review, reviewPlan, writeMarkdown, writeText } from "../../../src/review";

export type Json = Readonly<Record<string, unknown>>;

export interface Entry {
  readonly address: string;
  readonly actions?: readonly string[];
  readonly before?: Json | null;
  readonly after?: Json | null;
  readonly unknown?: Json;
  readonly beforeSensitive?: unknown;
  readonly afterSensitive?: unknown;
  readonly replacePaths?: readonly (readonly (string | number)[])[];
  readonly reason?: string;
  readonly previous?: string | undefined;
  readonly deposed?: string;
  readonly importing?: Json;
  readonly provider?: string;
  readonly module?: string;
}

/** An entry of `resource_changes`; type and name are those of the address. */
export function entry(given: Entry): Json {
  const { address, before = null, after = null } = given;
  const [, mode, type = "", name = ""] = /(?:^|\.)(data\.)?([a-z_]+)\.([\w-]+)(?:\[[^\]]*\])?$/.exec(address) ?? [];
  return {
    address,
    mode: mode === undefined ? "managed" : "data",
    type,
    name,
    provider_name: given.provider ?? `registry.terraform.io/${type.split("_")[0]}/${type.split("_")[0]}`,
    ...(given.module === undefined ? {} : { module_address: given.module }),
    ...(given.previous === undefined ? {} : { previous_address: given.previous }),
    ...(given.deposed === undefined ? {} : { deposed: given.deposed }),
    ...(given.reason === undefined ? {} : { action_reason: given.reason }),
    change: {
      actions: given.actions ?? actionsFor(before, after),
      before,
      after,
      after_unknown: given.unknown ?? {},
      before_sensitive: given.beforeSensitive ?? (before === null ? false : {}),
      after_sensitive: given.afterSensitive ?? (after === null ? false : {}),
      ...(given.replacePaths === undefined ? {} : { replace_paths: given.replacePaths }),
      ...(given.importing === undefined ? {} : { importing: given.importing }),
    },
  };
}

function actionsFor(before: Json | null, after: Json | null): readonly string[] {
  if (before === null) return ["create"];
  if (after === null) return ["delete"];
  return JSON.stringify(before) === JSON.stringify(after) ? ["no-op"] : ["update"];
}

export interface PriorResource {
  readonly address: string;
  readonly values: Json;
  readonly sensitive?: Json;
  readonly dependsOn?: readonly string[];
  readonly deposed?: string;
}

export function planOf(
  changes: readonly Entry[],
  more: { readonly prior?: readonly PriorResource[]; readonly drift?: readonly Entry[] } & Json = {},
): Json {
  const { prior = [], drift = [], ...rest } = more;
  return {
    format_version: "1.2",
    terraform_version: "1.14.0",
    planned_values: { root_module: {} },
    resource_changes: changes.map(entry),
    resource_drift: drift.map(entry),
    prior_state: {
      format_version: "1.0",
      terraform_version: "1.14.0",
      values: { root_module: { resources: prior.map(priorResource) } },
    },
    applyable: true,
    complete: true,
    errored: false,
    ...rest,
  };
}

function priorResource({ address, values, sensitive = {}, dependsOn, deposed }: PriorResource): Json {
  const { mode, type, name } = entry({ address });
  return {
    address,
    mode,
    type,
    name,
    values,
    sensitive_values: sensitive,
    ...(dependsOn === undefined ? {} : { depends_on: dependsOn }),
    ...(deposed === undefined ? {} : { deposed_key: deposed }),
  };
}

/** What is found, in a line each: the group, then what a text has of it. */
export function found(plan: Json): readonly string[] {
  return reviewPlan(plan).findings.map(
    (finding) => `${finding.group} | ${plain(finding.nic)} | ${plain(finding.server)} | ${plain(finding.event)}`,
  );
}

export function groupsIn(plan: Json): readonly Group[] {
  return reviewPlan(plan).findings.map(({ group }) => group);
}

export function plain(phrase: Finding["event"]): string {
  return phrase.map((piece) => (typeof piece === "string" ? piece : piece.datum)).join("");
}

export function reportsOf(plan: Json): { readonly review: Review; readonly text: string; readonly markdown: string } {
  const review = reviewPlan(plan);
  return { review, text: writeText(review), markdown: writeMarkdown(review) };
}

export const WEB = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
export const DB = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39";
export const PORT = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
export const PRIMARY = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
export const OTHER = "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8";

export function setting(given: Json = {}): Json {
  return {
    id: `${WEB}/${PORT}`,
    server_id: WEB,
    port_id: PORT,
    delete_on_termination: false,
    region: "cn-north-4",
    on_destroy: "restore",
    original_delete_on_termination: false,
    mac_address: "fa:16:3e:df:18:6d",
    network_id: "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72",
    fixed_ips: ["192.168.16.120"],
    timeouts: null,
    ...given,
  };
}

export function attachment(given: Json = {}): Json {
  return {
    id: `${WEB}/${PORT}`,
    server_id: WEB,
    network_id: "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72",
    port_id: PORT,
    fixed_ip: "192.168.16.120",
    fixed_ipv6: null,
    fixed_ips: ["192.168.16.120"],
    ipv6_enable: false,
    ipv6_bandwidth_id: null,
    security_group_ids: ["2c4898a3-cece-4df0-926d-27f028933b04"],
    source_dest_check: true,
    delete_on_termination: false,
    region: "cn-north-4",
    mac_address: "fa:16:3e:df:18:6d",
    primary: false,
    timeouts: null,
    ...given,
  };
}

export function official(given: Json = {}): Json {
  return {
    id: PORT,
    instance_id: WEB,
    port_id: PORT,
    fixed_ip: "192.168.16.120",
    mac: "fa:16:3e:df:18:6d",
    delete_on_termination: "false",
    ...given,
  };
}

export function instance(given: Json = {}): Json {
  return {
    id: WEB,
    name: "web-1",
    network: [
      { uuid: "n", port: PRIMARY, fixed_ip_v4: "192.168.0.33", fixed_ip_v6: "", mac: "fa:16:3e:45:65:c4" },
      { uuid: "n", port: PORT, fixed_ip_v4: "192.168.16.120", fixed_ip_v6: "", mac: "fa:16:3e:df:18:6d" },
    ],
    ...given,
  };
}

export function listed(port: string, deleted: boolean, given: Json = {}): Json {
  return {
    port_id: port,
    network_id: "2b7f0c9e-58a3-4c14-9d6a-f3e0b1a84d72",
    mac_address: "fa:16:3e:00:00:01",
    fixed_ips: [`10.0.0.${port.charCodeAt(0)}`],
    delete_on_termination: deleted,
    ...given,
  };
}

export function policy(given: Json = {}): Json {
  return {
    id: WEB,
    server_id: WEB,
    region: "cn-north-4",
    delete_on_termination: false,
    overrides: null,
    include_primary: true,
    on_destroy: "restore",
    original_delete_on_termination: { [PORT]: false, [PRIMARY]: true },
    nics: [listed(PORT, false), listed(PRIMARY, false)],
    timeouts: null,
    ...given,
  };
}

/** What the data source `huaweiecs_nic_attachments` has without a filter. */
export function nicAttachments(nics: readonly Json[]): PriorResource {
  const filters = { network_id: null, ip_address: null, port_state: null, delete_on_termination: null, primary: null };
  return { address: "data.huaweiecs_nic_attachments.web", values: { server_id: WEB, ...filters, nics } };
}
