/** Checks of a saved plan, by `terraform show -json`. Any function of the plan that returns or throws problems is one. */
import type { Check, Problems } from "./checks";
import { describePlan } from "./describe-plan";
import {
  type Action,
  actionOf,
  addressesText,
  type Change,
  changeIn,
  type Plan,
  type ResourceChange,
} from "./documents";
import { isSame, textOf } from "./json";
import { type Expected, mismatchText } from "./known-values";
import { isMarked, type Path, pathText, valueAt } from "./paths";

export type PlanCheck = Check<Plan>;

/** The resource is in the plan with this action; `replace` in whichever order. */
export function expectAction(address: string, action: Action): PlanCheck {
  return onChange(address, (change) => {
    const planned = actionOf(change);
    return planned === action ? undefined : `${address}: expected the action ${action}, but it is ${planned}`;
  });
}

/** Nothing is to be done, to no resource and no output. */
export function expectEmptyPlan(): PlanCheck {
  return (plan) => {
    const changes = describePlan(plan, { drift: false });
    return changes.length === 0 ? undefined : ["expected an empty plan, but it has:", ...changes].join("\n");
  };
}

export function expectNonEmptyPlan(): PlanCheck {
  return (plan) =>
    describePlan(plan, { drift: false }).length === 0 ? "expected changes, but the plan is empty" : undefined;
}

/** The planned value is known, and is what is expected. */
export function expectKnownValue(address: string, path: Path, expected: Expected): PlanCheck {
  return onChange(address, (change) => knownValue(`${address}: ${pathText(path)}`, change, path, expected));
}

/** The value as a whole is known only after apply. */
export function expectUnknown(address: string, path: Path): PlanCheck {
  return onChange(address, (change) => unknownValue(`${address}: ${pathText(path)}`, change, path));
}

/** The planned value is hidden from the person who applies it. */
export function expectSensitive(address: string, path: Path): PlanCheck {
  return onChange(address, ({ after_sensitive: sensitive }) =>
    isMarked(sensitive, path)
      ? undefined
      : `${address}: ${pathText(path)}: expected a sensitive value, but it is shown`,
  );
}

/** The refresh has found the resource changed, or gone; with a path, changed there. */
export function expectDrift(address: string, path?: Path): PlanCheck {
  return ({ resource_drift: drifted = [] }) => {
    const change = drifted.find((resource) => resource.address === address)?.change;
    if (change === undefined) {
      return `${address}: expected drift, but the refresh has found ${addressesText(drifted.map(addressOf))} changed`;
    }
    if (path === undefined) return undefined;
    const before = valueAt(change.before, path);
    if (!isSame(before, valueAt(change.after, path))) return undefined;
    return `${address}: ${pathText(path)}: expected drift, but it still is ${textOf(before)}`;
  };
}

/** The refresh has found everything as the state says. */
export function expectNoDrift(): PlanCheck {
  return ({ resource_drift: drifted = [] }) =>
    drifted.length === 0
      ? undefined
      : `expected no drift, but the refresh has found ${addressesText(drifted.map(addressOf))} changed`;
}

/** The resource is replaced because of exactly these attributes. */
export function expectReplacePaths(address: string, ...paths: readonly Path[]): PlanCheck {
  return onChange(address, ({ replace_paths: replaced = [] }) => {
    const planned = replaced.map(pathText).sort().join(", ");
    const expected = paths.map(pathText).sort().join(", ");
    if (planned === expected) return undefined;
    return `${address}: expected to be replaced because of ${expected || "nothing"}, but it is because of ${planned || "nothing"}`;
  });
}

export function expectKnownOutput(name: string, expected: Expected, path: Path = []): PlanCheck {
  return onOutput(name, (change) => knownValue(`output.${name}`, change, path, expected));
}

export function expectUnknownOutput(name: string, path: Path = []): PlanCheck {
  return onOutput(name, (change) => unknownValue(`output.${name}`, change, path));
}

export function expectOutputAction(name: string, action: Action): PlanCheck {
  return onOutput(name, (change) => {
    const planned = actionOf(change);
    return planned === action ? undefined : `output.${name}: expected the action ${action}, but it is ${planned}`;
  });
}

/** The change is put off, for this reason; Terraform must have been allowed to. */
export function expectDeferred(address: string, reason: string): PlanCheck {
  return ({ deferred_changes: deferred = [] }) => {
    const found = deferred.find(({ resource_change: { address: where } }) => where === address);
    if (found?.reason === reason) return undefined;
    return `${address}: expected to be deferred by ${reason}, but ${found === undefined ? "it is not deferred" : `the reason is ${found.reason}`}`;
  };
}

function knownValue(where: string, change: Change, path: Path, expected: Expected): Problems {
  if (isMarked(change.after_unknown, path)) return `${where}: expected a known value, but it is known only after apply`;
  const mismatch = mismatchText(expected, valueAt(change.after, path));
  return mismatch === undefined ? undefined : `${where}: ${mismatch}`;
}

function unknownValue(where: string, change: Change, path: Path): Problems {
  if (isMarked(change.after_unknown, path)) return undefined;
  return `${where}: expected to be known only after apply, but it is ${textOf(valueAt(change.after, path))}`;
}

function onChange(address: string, check: (change: Change) => Problems): PlanCheck {
  return (plan) => {
    const change = changeIn(plan, address);
    if (change !== undefined) return check(change);
    return `${address}: not in the plan, which has ${addressesText((plan.resource_changes ?? []).map(addressOf))}`;
  };
}

function onOutput(name: string, check: (change: Change) => Problems): PlanCheck {
  return ({ output_changes: outputs = {} }) => {
    const change = outputs[name];
    if (change !== undefined) return check(change);
    return `output.${name}: not in the plan, which has ${addressesText(Object.keys(outputs))}`;
  };
}

function addressOf({ address }: ResourceChange): string {
  return address;
}
