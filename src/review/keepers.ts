/**
 * The resources that keep settings without touching NICs: `huaweiecs_nic_attachment_setting` for one NIC,
 * `huaweiecs_server_nic_policy` for all of a server. What they hold, what they are planned to hold, and what they give
 * back when they are destroyed.
 */
import { type Inventory, listedNicsIn, nicIn, type SetNic, settingsIn } from "./nics";
import type { Change } from "./plan";
import { type Attributes, isWithheld, keyOf, type Setting, settingIn, textIn, Withheld } from "./values";

const POLICY = "huaweiecs_server_nic_policy";

export function isKeeper({ type }: Change): boolean {
  return type === POLICY || type === "huaweiecs_nic_attachment_setting";
}

/** The NICs as the resource has them now. */
export function heldNow({ type, now }: Change): readonly SetNic[] {
  if (now === undefined) return [];
  return type === POLICY ? listedNicsIn(now) : [nicIn(now)];
}

export interface Planned {
  readonly nics: readonly SetNic[];
  /** What is planned for NICs that the plan does not list; absent when it lists all of them. */
  readonly rest?: Setting;
}

/** The NICs as the resource is to have them. */
export function planned(change: Change, inventory: Inventory): Planned {
  const { type, after } = change;
  if (after === undefined) return { nics: [] };
  if (type !== POLICY) return { nics: [nicIn(after)] };
  return isWithheld(after.get("nics")) ? wished(change, after, inventory) : { nics: listedNicsIn(after) };
}

/** What follows from a policy's arguments where the plan cannot list its NICs. */
function wished(change: Change, after: Attributes, inventory: Inventory): Planned {
  const server = textIn(after, "server_id");
  const overrides = settingsIn(after, "overrides");
  const rest = settingIn(after, "delete_on_termination");
  if (isWithheld(overrides)) return { nics: [], rest: overrides };
  const seen = new Map([...inventory.nicsOf(server), ...heldNow(change)].map((nic) => [keyOf(nic.port), nic]));
  const ofServer = [...seen.values()].filter((nic) => keyOf(nic.server) === keyOf(server));
  const isPrimaryIn = settingIn(after, "include_primary");
  const nics = ofServer.flatMap((nic): SetNic[] => {
    const port = keyOf(nic.port) ?? "";
    if (overrides.has(port)) return [{ ...nic, setting: overrides.get(port) }];
    if (isPrimaryIn === true || nic.isPrimary === false) return [{ ...nic, setting: rest }];
    if (nic.isPrimary === true && isPrimaryIn === false) return [];
    // It may be the primary NIC, which is left alone then.
    return [{ ...nic, setting: nic.setting === rest ? rest : new Withheld("unknown") }];
  });
  const others = [...overrides].filter(([port]) => !seen.has(port));
  const named = others.map(([port, setting]): SetNic => ({ ...NO_NIC, server, port, setting }));
  return { nics: [...nics, ...named], ...(inventory.hasAllNicsOf(server) ? {} : { rest }) };
}

const NO_NIC = { addresses: [], mac: undefined, isPrimary: undefined };

/** What destroying the resource makes of a NIC that it holds. */
export function givenBack({ type, now }: Change, nic: SetNic): Setting {
  const onDestroy = textIn(now, "on_destroy");
  if (onDestroy === "keep") return nic.setting;
  if (isWithheld(onDestroy)) return onDestroy;
  if (type !== POLICY) return settingIn(now, "original_delete_on_termination");
  const originals = settingsIn(now, "original_delete_on_termination");
  if (isWithheld(originals)) return originals;
  const port = keyOf(nic.port) ?? "";
  return originals.has(port) ? originals.get(port) : nic.setting;
}

export function isGivenBack({ now }: Change): boolean {
  return textIn(now, "on_destroy") !== "keep";
}
