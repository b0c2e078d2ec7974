/** The documents that `terraform show -json` prints, as far as tests look at them. */
import type { Json, JsonObject } from "./json";

export interface Change {
  readonly actions: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
  readonly after_unknown?: Json;
  readonly before_sensitive?: Json;
  readonly after_sensitive?: Json;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: JsonObject;
}

export interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly change: Change;
}

export interface Plan {
  readonly resource_changes?: readonly ResourceChange[];
  /** What the refresh has found to be other than the state says. */
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, Change>>;
  readonly deferred_changes?: readonly { readonly reason: string; readonly resource_change: ResourceChange }[];
  readonly prior_state?: State;
}

export interface Resource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly values: JsonObject;
  readonly sensitive_values?: Json;
  /** From Terraform 1.12 on. */
  readonly identity?: JsonObject;
  readonly tainted?: boolean;
}

interface Module {
  readonly resources?: readonly Resource[];
  readonly child_modules?: readonly Module[];
}

export interface State {
  readonly values?: {
    readonly outputs?: Readonly<Record<string, { readonly value?: Json; readonly sensitive: boolean }>>;
    readonly root_module?: Module;
  };
}

export type Action = "no-op" | "create" | "read" | "update" | "delete" | "replace" | "forget";

/** What is to be done, in one word; replacing is one action, whichever half comes first. */
export function actionOf({ actions }: Change): Action {
  return (actions.length === 2 ? "replace" : actions[0]) as Action;
}

/** The resources of all modules. */
export function resourcesIn(state: State): Resource[] {
  const resources = ({ resources: own = [], child_modules: children = [] }: Module): Resource[] => [
    ...own,
    ...children.flatMap(resources),
  ];
  return resources(state.values?.root_module ?? {});
}

export function resourceIn(state: State, address: string): Resource | undefined {
  return resourcesIn(state).find((resource) => resource.address === address);
}

export function changeIn(plan: Plan, address: string): Change | undefined {
  return plan.resource_changes?.find((resource) => resource.address === address)?.change;
}

/** The addresses, for the text of a failure that has looked for another one. */
export function addressesText(addresses: readonly string[]): string {
  return addresses.length === 0 ? "nothing" : addresses.join(", ");
}
