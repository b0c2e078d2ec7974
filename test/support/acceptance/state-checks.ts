/** Checks of the state, by `terraform show -json`. Any function of the state that returns or throws problems is one. */
import type { Check, Problems } from "./checks";
import { addressesText, type Resource, resourceIn, resourcesIn, type State } from "./documents";
import { isSame, type Json, textOf } from "./json";
import { type Expected, mismatchText } from "./known-values";
import { isMarked, type Path, pathText, valueAt } from "./paths";

export type StateCheck = Check<State>;

/** The attribute is what is expected; with an empty path, the whole resource. */
export function expectValue(address: string, path: Path, expected: Expected): StateCheck {
  return onResource(address, ({ values }) => {
    const mismatch = mismatchText(expected, valueAt(values, path));
    return mismatch === undefined
      ? undefined
      : `${[address, pathText(path)].filter((part) => part !== "").join(": ")}: ${mismatch}`;
  });
}

export function expectSensitiveValue(address: string, path: Path): StateCheck {
  return onResource(address, ({ sensitive_values: sensitive }) =>
    isMarked(sensitive, path)
      ? undefined
      : `${address}: ${pathText(path)}: expected a sensitive value, but it is shown`,
  );
}

export function expectResource(address: string): StateCheck {
  return onResource(address, () => undefined);
}

/** There is no such resource in the state. */
export function expectNoResource(address: string): StateCheck {
  return (state) =>
    resourceIn(state, address) === undefined
      ? undefined
      : `${address}: expected not to be in the state, but it is there`;
}

/** The resource is marked to be replaced: it was not created to the end. */
export function expectTainted(address: string): StateCheck {
  return onResource(address, ({ tainted = false }) =>
    tainted ? undefined : `${address}: expected to be tainted, but it is not`,
  );
}

/** The resource's identity, which Terraform stores from 1.12 on. */
export function expectIdentity(address: string, expected: Expected): StateCheck {
  return onResource(address, ({ identity }) => {
    const mismatch = mismatchText(expected, identity);
    return mismatch === undefined ? undefined : `${address}: identity: ${mismatch}`;
  });
}

export function expectOutput(name: string, expected: Expected, path: Path = []): StateCheck {
  return ({ values: { outputs = {} } = {} }) => {
    const output = outputs[name];
    if (output === undefined)
      return `output.${name}: not in the state, which has ${addressesText(Object.keys(outputs))}`;
    const mismatch = mismatchText(expected, valueAt(output.value ?? null, path));
    return mismatch === undefined ? undefined : `output.${name}: ${mismatch}`;
  };
}

/** Values that belong together, of one state or of the states after several steps. */
export interface Comparison {
  /** Takes the value up into the comparison. */
  at(address: string, path: Path): StateCheck;
}

/** `same`: all values are the first one. `differs`: each is another one than that before it. */
export function compareValues(relation: "same" | "differs"): Comparison {
  let earlier: { value: Json | undefined; where: string } | undefined;
  return {
    at: (address, path) =>
      onResource(address, ({ values }) => {
        const now = { value: valueAt(values, path), where: `${address}: ${pathText(path)}` };
        const reference = earlier;
        if (relation === "differs" || reference === undefined) earlier = now;
        if (reference === undefined || isSame(reference.value, now.value) === (relation === "same")) return undefined;
        const expected = relation === "same" ? "the same value as" : "another value than";
        return `${now.where}: expected ${expected} earlier at ${reference.where}, ${textOf(reference.value)}, but it is ${textOf(now.value)}`;
      }),
  };
}

function onResource(address: string, check: (resource: Resource) => Problems): StateCheck {
  return (state) => {
    const resource = resourceIn(state, address);
    if (resource !== undefined) return check(resource);
    return `${address}: not in the state, which has ${addressesText(resourcesIn(state).map((other) => other.address))}`;
  };
}
