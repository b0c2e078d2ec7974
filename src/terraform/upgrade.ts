/** Bringing stored state to the current schema. */
import type { Attributes, State } from "./attributes";
import { findMisfit } from "./conform";
import { type Diagnostic, errorDiagnostic, PROVIDER_BUG } from "./diagnostics";
import { formatPath } from "./path";
import type { Resource } from "./resource";
import { absentBlock, membersOf, objectMembers, splitBlocks } from "./schema";
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
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) {
    return failed("Unreadable state", `The stored state of ${resource.name} is no JSON object.`);
  }
  const { schema, upgrades } = resource;
  const current = schema.version ?? 0;
  if (version === current) return { state: shaped(membersOf(schema), stored), diagnostics: [] };
  const upgrade = upgrades[version];
  if (upgrade === undefined) {
    const known = [...Object.keys(upgrades), current].join(", ");
    return failed(
      "Unknown state version",
      `The state of ${resource.name} has schema version ${version}; this provider reads version ${known}. Use the provider version that wrote it, or a newer one.`,
    );
  }
  return throughUpgrade(resource, upgrade, version, stored);
}

function throughUpgrade<Api>(resource: Resource<Api>, upgrade: Upgrade, version: number, stored: object): Upgraded {
  const what = `The upgrade of ${resource.name} from schema version ${version}`;
  const { attributes, blocks } = splitBlocks(upgrade.attributes);
  let upgraded: unknown;
  try {
    upgraded = upgrade.upgrade(shaped({ ...attributes, ...blocks }, stored));
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return failed("State could not be upgraded", `${what} failed: ${text}\n\n${PROVIDER_BUG}`);
  }
  const members = objectMembers(resource.schema);
  const type = [
    "object",
    Object.fromEntries(Object.entries(members).map(([name, { type: each }]) => [name, each])),
  ] as const;
  const misfit = findMisfit(type, upgraded);
  if (misfit !== undefined) {
    const text = `${what} returned an invalid value for "${formatPath(misfit.path)}": ${misfit.text}. ${PROVIDER_BUG}`;
    return failed("Invalid result from the provider", text);
  }
  const { timeouts = null } = stored as { timeouts?: unknown };
  return { state: { ...(upgraded as object), timeouts }, diagnostics: [] };
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

function failed(summary: string, detail: string): Upgraded {
  return { state: null, diagnostics: [errorDiagnostic(summary, detail)] };
}
