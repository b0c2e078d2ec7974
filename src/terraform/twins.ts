/**
 * Elements of a set that become one because the provider fills them in alike. Terraform refuses a plan that has fewer
 * elements than its configuration.
 */
import type { Attribute, Attributes } from "./attributes";
import { elementsOf } from "./nested";
import { formatPath, type Path } from "./path";
import type { Type } from "./type";
import { isList, isRecord, isSame, isWhollyKnown, partType, type Value } from "./value";

/** The paths of the sets that have lost an element. Terraform counts those of attributes, and not those of blocks. */
export function findTwins(attributes: Attributes, planned: Value, config: Value, parent: Path = []): Path[] {
  if (!isRecord(planned) || !isRecord(config)) return [];
  return Object.entries(attributes).flatMap(([name, attribute]) =>
    twinsIn(attribute, planned[name] ?? null, config[name] ?? null, [...parent, { attribute: name }]),
  );
}

function twinsIn({ presence, nested, type }: Attribute, plan: Value, given: Value, path: Path): Path[] {
  if (nested === undefined || plan === null || given === null) return [];
  if (nested.mode === "set") return presence !== "block" && count(type, plan) < count(type, given) ? [path] : [];
  const wanted = new Map(elementsOf(nested, given, path).map(([element, place]) => [formatPath(place), element]));
  return elementsOf(nested, plan, path).flatMap(([element, place]) =>
    findTwins(nested.attributes, element, wanted.get(formatPath(place)) ?? null, place),
  );
}

/** How many elements a set has. Of those that are not known yet, none is the same as another. */
function count(type: Type, elements: Value): number {
  if (!isList(elements)) return 0;
  const isTwin = (element: Value, index: number) =>
    isWhollyKnown(element) && elements.slice(0, index).some((other) => isSame(partType(type, 0), element, other));
  return elements.filter((element, index) => !isTwin(element, index)).length;
}
