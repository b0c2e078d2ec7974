/** Where two values differ, down to the smallest part. */
import { isObject, isSame, type Json } from "./json";
import { child, type Steps } from "./paths";

export interface Difference {
  readonly path: Steps;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What is absent is null here, as it is to Terraform. */
export function differences(before: Json | undefined, after: Json | undefined, path: Steps = []): Difference[] {
  if (!isParted(before) || !isParted(after))
    return isSame(before ?? null, after ?? null) ? [] : [{ path, before, after }];
  const steps = new Set([...stepsWithin(before), ...stepsWithin(after)]);
  return [...steps].flatMap((step) => differences(child(before, step), child(after, step), [...path, step]));
}

function isParted(value: Json | undefined): boolean {
  return Array.isArray(value) || isObject(value);
}

function stepsWithin(value: Json | undefined): (string | number)[] {
  return Array.isArray(value) ? [...value.keys()] : Object.keys(value ?? {});
}
