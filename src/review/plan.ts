/** A plan's document as changes of what we know, with what else it tells of them. */
import { createReferences, type References } from "./configuration";
import { type JsonObject, listOf, property, textOf } from "./json";
import { type Attributes, attributesOf, isAttributes, isWithheld, type Value } from "./values";

/** The resources that are looked at. Types are enough: providers come from many registries and mirrors. */
export const MANAGED = [
  "huaweiecs_nic_attachment_setting",
  "huaweiecs_nic_attachment",
  "huaweiecs_server_nic_policy",
  "huaweicloud_compute_interface_attach",
  "huaweicloud_compute_instance",
] as const;

export type ManagedType = (typeof MANAGED)[number];

/** What only tells of servers and NICs. */
const TELLING: readonly string[] = [...MANAGED, "huaweiecs_servers", "huaweiecs_nic_attachments"];

/** `strange` is what no Terraform of today writes. */
export type Kind = "no-op" | "create" | "update" | "delete" | "replace" | "forget" | "strange";

export interface Change {
  /** With what tells a deposed object from the current one. */
  readonly address: string;
  readonly type: ManagedType;
  readonly kind: Kind;
  /** Of a replacement, whether the new object comes before the old one goes. */
  readonly isCreatedFirst: boolean;
  /** What is to be changed, as the plan has it; undefined for what is to be created. */
  readonly before: Attributes | undefined;
  /** The same after the refresh: what is no longer in the configuration is planned as the state had it before that. */
  readonly now: Attributes | undefined;
  /** As it will be; undefined for what is to go. */
  readonly after: Attributes | undefined;
  /** Undefined where it was the same. */
  readonly previousAddress: string | undefined;
  readonly isImported: boolean;
  /** `action_reason`, such as `replace_because_tainted`. */
  readonly reason: string | undefined;
  /** The attributes that make it a replacement. */
  readonly replacePaths: readonly string[];
  /** The resources that the object was made from, and is destroyed before: addresses without keys. */
  readonly dependsOn: readonly string[];
  /** What the attribute's expression in the configuration refers to, if to anything. */
  referenceOf(attribute: string): string | undefined;
}

export interface Deferred {
  /** Such as `resource_config_unknown`. */
  readonly reason: string | undefined;
  readonly change: Change;
}

/** A resource or data source as it is now. */
export interface Known {
  readonly type: string;
  readonly attributes: Attributes;
  /** Whether it is a data source. */
  readonly isRead: boolean;
}

export interface Plan {
  readonly changes: readonly Change[];
  /** What a refresh found to be different from the state, as a change from the state. */
  readonly drift: readonly Change[];
  readonly deferred: readonly Deferred[];
  readonly known: readonly Known[];
  /** Changes of what is not looked at, and how many providers they are of. */
  readonly others: { readonly changes: number; readonly providers: number };
  /** Whether planning ended in an error, so that the plan is cut short. */
  readonly isErrored: boolean;
  /** Whether nothing is left to plan after this one is applied. */
  readonly isComplete: boolean;
  /** Texts that are marked as sensitive somewhere in what is looked at. */
  readonly secrets: ReadonlySet<string>;
}

/**
 * Reads a plan, whatever parts of it are missing.
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function readPlan(document: JsonObject): Plan {
  const prior = resourcesOf(document.prior_state).filter(({ type }) => TELLING.includes(type));
  const current = new Map(prior.filter((resource) => !resource.isDeposed).map((each) => [each.address, each]));
  const references = createReferences(document.configuration);
  const entries = listOf(document.resource_changes);
  const read = (entry: unknown) =>
    changesIn(entry, references).map((change) => {
      const object = change.before && current.get(change.address);
      return object === undefined ? change : { ...change, now: object.attributes, dependsOn: object.dependsOn };
    });
  const changes = entries.filter(isLookedAt).flatMap(read);
  const drift = listOf(document.resource_drift).flatMap((entry) => changesIn(entry, references));
  const deferred = listOf(document.deferred_changes).flatMap((entry) =>
    read(property(entry, "resource_change")).map((change) => ({ reason: textOf(property(entry, "reason")), change })),
  );
  const others = entries.filter((entry) => !isLookedAt(entry)).filter(isReal);
  const all = [...changes, ...drift, ...deferred.map(({ change }) => change)];
  return {
    changes,
    drift,
    deferred,
    known: prior,
    others: {
      changes: others.length,
      providers: new Set(others.map((entry) => property(entry, "provider_name"))).size,
    },
    isErrored: document.errored === true,
    isComplete: document.complete !== false,
    secrets: secretsIn([
      ...all.flatMap(({ before, after }) => [before, after]),
      ...prior.map((each) => each.attributes),
    ]),
  };
}

function isManaged(type: unknown): type is ManagedType {
  return MANAGED.some((each) => each === type);
}

/** Of servers, only what takes them away: NICs that come with a server are no change of a NIC. */
function isLookedAt(entry: unknown): boolean {
  const type = property(entry, "type");
  if (property(entry, "mode") === "data" || !isManaged(type)) return false;
  const actions = listOf(property(property(entry, "change"), "actions"));
  return type !== "huaweicloud_compute_instance" || !["create", "update"].includes(actions.join());
}

/** Whether something happens: reads and what stays as it is do not count. */
function isReal(entry: unknown): boolean {
  const actions = listOf(property(property(entry, "change"), "actions"));
  return actions.some((action) => action !== "no-op" && action !== "read");
}

/** Mostly one; an object that is forgotten for a new one is two changes. */
function changesIn(entry: unknown, references: References): readonly Change[] {
  const type = property(entry, "type");
  if (property(entry, "mode") === "data" || !isManaged(type)) return [];
  const change = property(entry, "change");
  const part = (name: string) => property(change, name);
  const actions = listOf(part("actions"));
  const address = textOf(property(entry, "address")) ?? type;
  const deposed = textOf(property(entry, "deposed"));
  const previous = textOf(property(entry, "previous_address"));
  const before = attributesOf(part("before"), part("before_sensitive"));
  const whole = {
    address: deposed === undefined ? address : `${address} (deposed object ${deposed})`,
    type,
    isCreatedFirst: actions[0] === "create",
    before,
    now: before,
    dependsOn: [],
    after: attributesOf(part("after"), part("after_sensitive"), part("after_unknown")),
    previousAddress: previous === address ? undefined : previous,
    isImported: part("importing") !== undefined && part("importing") !== null,
    reason: textOf(property(entry, "action_reason")),
    replacePaths: listOf(part("replace_paths")).map(pathText),
    referenceOf: (attribute: string) => references(entry, attribute),
  };
  const kinds = kindsOf(actions);
  if (kinds.length < 2) return [{ ...whole, kind: kinds[0] ?? "strange" }];
  return kinds.map((kind) =>
    kind === "create" ? { ...whole, kind, before: undefined, now: undefined } : { ...whole, kind, after: undefined },
  );
}

function kindsOf(actions: readonly unknown[]): readonly Kind[] {
  switch ([...actions].sort().join()) {
    case "no-op":
    case "read":
      return ["no-op"];
    case "create":
      return ["create"];
    case "update":
      return ["update"];
    case "delete":
      return ["delete"];
    case "create,delete":
      return ["replace"];
    case "forget":
      return ["forget"];
    case "create,forget":
      return ["forget", "create"];
    default:
      return ["strange"];
  }
}

/** `module.web.huaweicloud_compute_instance.node` of `module.web["a"].huaweicloud_compute_instance.node[0]`. */
export function withoutKeys(address: string): string {
  return address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");
}

/** `nics[0].port_id` of `["nics", 0, "port_id"]`. */
function pathText(path: unknown): string {
  return listOf(path)
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`))
    .join("");
}

interface PriorResource extends Known {
  readonly address: string;
  readonly isDeposed: boolean;
  readonly dependsOn: readonly string[];
}

function resourcesOf(state: unknown): PriorResource[] {
  return modulesUnder(property(property(state, "values"), "root_module")).flatMap((module) =>
    listOf(property(module, "resources")).flatMap((resource): PriorResource[] => {
      const attributes = attributesOf(property(resource, "values"), property(resource, "sensitive_values"));
      const [address, type] = [textOf(property(resource, "address")), textOf(property(resource, "type"))];
      if (attributes === undefined || address === undefined || type === undefined) return [];
      const isRead = property(resource, "mode") === "data";
      const isDeposed = property(resource, "deposed_key") !== undefined;
      const dependsOn = listOf(property(resource, "depends_on")).filter((each) => typeof each === "string");
      return [{ address, type, attributes, isRead, isDeposed, dependsOn }];
    }),
  );
}

/** A module and all below it, however deep. */
function modulesUnder(root: unknown): readonly unknown[] {
  const modules = [root];
  for (let index = 0; index < modules.length; index++) {
    for (const child of listOf(property(modules[index], "child_modules"))) modules.push(child);
  }
  return modules;
}

/** Shorter ones are in everything. */
const SHORTEST_SECRET = 6;

/** What is withheld at its place may be a part of something else: of an id, or of an address by a key of `for_each`. */
function secretsIn(all: readonly (Attributes | undefined)[]): ReadonlySet<string> {
  const secrets = new Set<string>();
  const left: (Value | undefined)[] = [...all];
  while (left.length > 0) {
    const value = left.pop();
    if (isWithheld(value)) for (const text of value.texts) secrets.add(text);
    else if (Array.isArray(value)) for (const each of value) left.push(each);
    else if (isAttributes(value)) for (const each of value.values()) left.push(each);
  }
  return new Set([...secrets].filter((secret) => secret.length >= SHORTEST_SECRET));
}
