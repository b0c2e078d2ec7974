import type { Emulator, Operation } from "../../../src/emulator";
import type { Diagnostic, ListEvent, ProviderServer, Value, ValueRecord } from "../../../src/terraform";
import { complete } from "../../terraform/support/core";

type Given = Readonly<Record<string, Value>>;

/** What a data source finds. @throws {Error} if it finds fault instead */
export async function read(server: ProviderServer, type: string, given: Given): Promise<ValueRecord> {
  const { result, diagnostics } = await readDataSource(server, type, given);
  if (result === null || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return result;
}

/** What a data source finds fault with while it reads. */
export async function faultsOf(server: ProviderServer, type: string, given: Given): Promise<readonly Diagnostic[]> {
  return (await readDataSource(server, type, given)).diagnostics;
}

/** What is wrong with a data source's configuration. */
export function invalid(server: ProviderServer, type: string, given: Given): readonly Diagnostic[] {
  return server.dataSources.validate(type, complete(server.dataSources.get(type).schema, given));
}

function readDataSource(server: ProviderServer, type: string, given: Given) {
  return server.dataSources.read(type, complete(server.dataSources.get(type).schema, given));
}

interface Search {
  readonly limit?: number;
  readonly includeObject?: boolean;
}

/** All that a list resource finds. */
export async function listed(
  server: ProviderServer,
  type: string,
  given: Given = {},
  { limit = 0, includeObject = false }: Search = {},
): Promise<ListEvent[]> {
  const config = complete(server.lists.get(type).schema, given);
  const events: ListEvent[] = [];
  const search = { config, limit, includeObject };
  for await (const event of server.lists.list(type, search, new AbortController().signal)) events.push(event);
  return events;
}

/** The paths, with their queries, of the requests for an operation. */
export function requestsTo(emulator: Emulator, operation: Operation): readonly string[] {
  return emulator.requests.filter(({ route }) => route === operation).map(({ path }) => path);
}
