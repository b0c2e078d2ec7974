/** Bringing stored state and stored identity to the current schema. */
import type { Attributes, State } from "./attributes";
import { findMisfit } from "./conform";
import { type Diagnostic, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { fillWriteOnly, nullWriteOnly } from "./nested";
import { formatPath } from "./path";
import type { Resource } from "./resource";
import { absentBlock, objectMembers, objectType, splitBlocks } from "./schema";
import { record, type Value, type ValueRecord } from "./value";

/** How state of one older schema version becomes state of the current one. */
export interface Upgrade<New = unknown> {
  /** The attributes and blocks of the older version; names and types are all that counts. */
  readonly attributes: Attributes;
  upgrade(state: ValueRecord): New;
}

/** Declares an upgrade; the older state's type follows from its attributes. It must not need the API. */
export function upgradeFrom<const Old extends Attributes, New>(
  attributes: Old,
  upgrade: (state: State<Old>) => New,
): Upgrade<New> {
  // The older state's type ends here; the state is brought to these attributes before the upgrade sees it.
  return { attributes, upgrade: upgrade as unknown as Upgrade<New>["upgrade"] };
}

export interface Upgraded {
  /** In the JSON form of the current schema's type; null if there is none. */
  readonly state: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Upgrades state as it was stored. What the schema has gained becomes null and what it has lost is dropped; state of an
 * older version goes through the upgrade that the resource declares for it.
 */
export function upgradeState<Api>(resource: Resource<Api>, version: number, stored: unknown): Upgraded {
  const { name, schema, upgrades } = resource;
  const current = schema.version ?? 0;
  const members = objectMembers(schema);
  const { state, diagnostics } = upgradeStored(
    { what: `state of ${name}`, members, current, upgrades },
    version,
    stored,
  );
  if (state === null) return { state, diagnostics };
  const { timeouts = null } = stored as { timeouts?: unknown };
  return { state: { ...nullWriteOnly(members, state), timeouts }, diagnostics };
}

/** Upgrades identity as it was stored, as state is upgraded. */
export function upgradeIdentity<Api>({ name, identity }: Resource<Api>, version: number, stored: unknown): Upgraded {
  if (identity === undefined) {
    return failed("No identity", `${name} has no identity, so there is none to upgrade. ${PROVIDER_BUG}`);
  }
  const { version: current, attributes: members, upgrades } = identity;
  return upgradeStored({ what: `identity of ${name}`, members, current, upgrades }, version, stored);
}

interface Target {
  /** In words: `state of nic_attachment`. */
  readonly what: string;
  readonly members: Attributes;
  readonly current: number;
  readonly upgrades: Readonly<Record<number, Upgrade>>;
}

interface UpgradedRecord extends Upgraded {
  readonly state: ValueRecord | null;
}

function upgradeStored({ what, members, current, upgrades }: Target, version: number, stored: unknown): UpgradedRecord {
  if (!isStoredObject(stored)) return failed("Unreadable state", `The stored ${what} is no JSON object.`);
  if (version === current) return { state: shaped(members, stored), diagnostics: [] };
  const upgrade = upgrades[version];
  if (upgrade === undefined) {
    const known = [...Object.keys(upgrades), current].join(", ");
    return failed(
      "Unknown state version",
      `The ${what} has schema version ${version}; this provider reads version ${known}. Use the provider version that wrote it, or a newer one.`,
    );
  }
  const older = shapedBy(upgrade.attributes, stored);
  return convert(`The upgrade of the ${what} from schema version ${version}`, members, () => upgrade.upgrade(older));
}

export function isStoredObject(stored: unknown): stored is object {
  return typeof stored === "object" && stored !== null && !Array.isArray(stored);
}

/** Runs a conversion of stored values and checks that it gives all members. */
export function convert(what: string, members: Attributes, run: () => unknown): UpgradedRecord {
  let converted: unknown;
  try {
    converted = fillWriteOnly({ mode: "single", attributes: members }, run());
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return failed("State could not be upgraded", `${what} failed: ${text}\n\n${PROVIDER_BUG}`);
  }
  const misfit = converted === null ? { path: [], text: "it is null" } : findMisfit(objectType(members), converted);
  if (misfit === undefined) return { state: converted as ValueRecord, diagnostics: [] };
  const place = misfit.path.length === 0 ? "result" : `value for "${formatPath(misfit.path)}"`;
  return failed(
    "Invalid result from the provider",
    `${what} returned an invalid ${place}: ${misfit.text}. ${PROVIDER_BUG}`,
  );
}

/** Stored values with exactly the members of one table. */
export function shapedBy(table: Attributes, stored: object): ValueRecord {
  const { attributes, blocks } = splitBlocks(table);
  return shaped({ ...attributes, ...blocks }, stored);
}

/** A record with exactly these members: what is missing is null, or no block; what is not among them is dropped. */
function shaped(members: Attributes, stored: object): ValueRecord {
  const given = new Map<string, unknown>(Object.entries(stored));
  return record(
    Object.entries(members).map(([name, attribute]): [string, Value] => {
      const value = (given.get(name) ?? null) as Value;
      const { blocks } = splitBlocks({ [name]: attribute });
      const block = blocks[name];
      return [name, value === null && block !== undefined ? absentBlock(block) : value];
    }),
  );
}

export function failed(summary: string, detail: string): UpgradedRecord {
  return { state: null, diagnostics: [errorDiagnostic(summary, detail)] };
}
