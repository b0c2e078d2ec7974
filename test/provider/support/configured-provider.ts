import type { Emulator } from "../../../src/emulator";
import { provider } from "../../../src/provider";
import {
  createServer,
  type Diagnostic,
  type ProviderServer,
  record,
  SILENT,
  schemaType,
  UNKNOWN,
  type Value,
  type ValueRecord,
} from "../../../src/terraform";

export const TYPE = "huaweiecs_nic_attachment_setting";

/** A whole configuration: what is not given is null, and a block that may be repeated is not there. */
export function configuration(given: Record<string, Value>): ValueRecord {
  const { attributes, blocks } = provider.schema;
  return record([
    ...Object.keys(attributes).map((name) => [name, given[name] ?? null] as const),
    ...Object.entries(blocks).map(
      ([name, { nested }]) => [name, given[name] ?? (nested.mode === "list" ? [] : null)] as const,
    ),
  ]);
}

/** A provider that talks to the emulator, without Terraform between. */
export async function configured(emulator: Emulator, given: Record<string, Value> = {}): Promise<ProviderServer> {
  const server = createServer(provider, SILENT);
  const { accessKey, secretKey } = emulator.credentials;
  const config = configuration({
    region: emulator.region,
    access_key: accessKey,
    secret_key: secretKey,
    project_id: emulator.projectId,
    endpoints: { ecs: emulator.url, vpc: emulator.url, iam: emulator.url },
    ...given,
  });
  const diagnostics = await server.configure(config, { terraformVersion: "1.11.4" });
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return server;
}

/** A resource's configuration in full, and Core's proposal for it: computed values from the state, or null. */
function change(prior: ValueRecord | null, given: Record<string, Value>, type: string) {
  const schema = provider.resources.find(({ name }) => `huaweiecs_${name}` === type)?.schema;
  if (schema === undefined) throw new Error(`The provider has no ${type}.`);
  const names = Object.keys(schemaType(schema)[1]);
  const config = record(names.map((name) => [name, given[name] ?? null]));
  const isComputed = (name: string) =>
    !["required", "optional"].includes(schema.attributes[name]?.presence ?? "optional");
  const proposed = record(
    names.map((name) => [
      name,
      config[name] === null && isComputed(name) ? (prior?.[name] ?? null) : (config[name] as Value),
    ]),
  );
  return { prior, proposed, config };
}

export function plan(server: ProviderServer, prior: ValueRecord | null, given: Record<string, Value>, type = TYPE) {
  return server.resources.plan(type, change(prior, given, type));
}

/** Plans and applies, as Terraform does. */
export async function apply(
  server: ProviderServer,
  prior: ValueRecord | null,
  given: Record<string, Value>,
  type = TYPE,
) {
  const { planned, diagnostics } = plan(server, prior, given, type);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { state: prior, diagnostics: errors };
  return server.resources.apply(type, { prior, planned, config: planned });
}

export function onlyDiagnostic(diagnostics: readonly Diagnostic[]): Diagnostic {
  expect(diagnostics).toHaveLength(1);
  return diagnostics[0] as Diagnostic;
}

export { UNKNOWN };
