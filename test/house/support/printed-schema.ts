import type { Declarations } from "../../../scripts/declarations";
import { type Json, type JsonObject, providerSchemaJson } from "../../../scripts/provider-schema";
import type { Workspace } from "../../support/terraform";

/** What Terraform prints of the one provider of a configuration, by section. */
export async function printedSchema(workspace: Workspace): Promise<JsonObject> {
  const { provider_schemas } = JSON.parse(await workspace.must("providers", "schema", "-json"));
  const [schemas] = Object.values<JsonObject>(provider_schemas);
  if (schemas === undefined) throw new Error("Terraform prints no schemas.");
  return schemas;
}

/** Sections that only newer versions of Terraform print. */
const NEWER = ["resource_identity_schemas", "list_resource_schemas", "action_schemas"];

/** Our schemas as a Terraform that prints these would print them. */
export function ourSchemaLike(printed: JsonObject, provider: Declarations): JsonObject {
  const ours = providerSchemaJson(provider).provider_schemas[provider.address] ?? {};
  const kept = Object.entries(ours).filter(([section]) => section in printed || !NEWER.includes(section));
  const known = Object.fromEntries(kept);
  const hasMessages = JSON.stringify(printed).includes('"deprecation_message"');
  return (hasMessages ? known : withoutMessages(known)) as JsonObject;
}

function withoutMessages(json: Json): Json {
  return JSON.parse(JSON.stringify(json, (name, value) => (name === "deprecation_message" ? undefined : value)));
}
