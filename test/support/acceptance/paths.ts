/** Where a value is within a resource: `fixed_ips[0]`, `tags["a.b"]`, or the steps themselves. */
import { isObject, type Json } from "./json";

export type Steps = readonly (string | number)[];

/** Attribute names with points between, indexes and quoted keys in brackets; or a list of names, keys and indexes. */
export type Path = string | Steps;

const STEP = /\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** @throws {Error} if the text is no path */
export function stepsOf(path: Path): Steps {
  if (typeof path !== "string") return path;
  const steps: (string | number)[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (match === null) throw new Error(`"${path}" is no path: write it as a.b[0].c["d"].`);
    const [, name, index, key] = match;
    steps.push(name ?? (index === undefined ? (JSON.parse(`"${key}"`) as string) : Number(index)));
  }
  return steps;
}

const NAME = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

export function pathText(path: Path): string {
  return stepsOf(path)
    .map((step, index) => {
      if (typeof step === "number" || !NAME.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

/** The value there; undefined if there is none. */
export function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return stepsOf(path).reduce(child, value);
}

/** Whether Terraform's marks of what is unknown or sensitive cover the whole value there. */
export function isMarked(marks: Json | undefined, path: Path): boolean {
  let mark = marks;
  for (const step of stepsOf(path)) {
    if (mark === true) return true;
    mark = child(mark, step);
  }
  return mark === true;
}

export function child(value: Json | undefined, step: string | number): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** Whether the path is the other one or within it. */
export function isWithin(path: Steps, other: Steps): boolean {
  return other.every((step, index) => path[index] === step);
}
