/** What the provider of the values has written down of Terraform's messages. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { schemaType, type Type } from "../../../src/terraform";
import { provider } from "./provider";

export interface Sample {
  readonly field: string;
  readonly type: Type;
  readonly hex: string;
}

/** The environment of a provider that records into the folder. */
export function recordingInto(folder: string): { readonly CONFORMANCE_RECORDING: string } {
  return { CONFORMANCE_RECORDING: path.join(folder, "recording") };
}

/** Every value that came, once. */
export function recorded(folder: string): Sample[] {
  const types = new Map<string, Type>(
    provider.resources.map(({ name, schema }) => [`${provider.name}_${name}`, schemaType(schema)]),
  );
  const lines = new Set(readFileSync(recordingInto(folder).CONFORMANCE_RECORDING, "utf8").trimEnd().split("\n"));
  const samples = [...lines].map((line) => {
    const [typeName = "", field = "", hex = ""] = line.split(" ");
    return [`${typeName} ${hex}`, { field, type: types.get(typeName) as Type, hex }] as const;
  });
  return [...new Map(samples).values()];
}
