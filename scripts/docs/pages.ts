/** The registry pages of a provider: one for itself and one for each thing that it declares. */
import type { Identity, Kind, List, ProviderFunction, Resource, Schema } from "../../src/terraform";
import type { Declarations } from "../declarations";
import type { Examples } from "./examples";
import { argumentsSection, returnSection, signatureSection } from "./function-page";
import { bullets, page, section } from "./markdown";
import { identityItems, importSection, movesSection } from "./resource-page";
import { schemaSections } from "./schema";

export interface PageOptions {
  readonly examples: Examples;
  /** Where the registry's menu has all but the provider's own page. */
  readonly subcategory: string;
  /** Markdown at the end of the provider's own page. */
  readonly more?: string;
}

/** The folders of docs/ in which all pages are generated. */
export const PAGE_FOLDERS = [
  "resources",
  "data-sources",
  "ephemeral-resources",
  "list-resources",
  "actions",
  "functions",
];

/** The pages by their names in docs/. */
export function docsPages(provider: Declarations, { examples, subcategory, more = "" }: PageOptions) {
  const { name, resources, dataSources = [], ephemerals = [], lists = [], actions = [], functions = [] } = provider;
  const pages = new Map([["index.md", providerPage(provider, exampleSection(examples.of("provider")), more)]]);
  const add = <K extends Named>(folder: string, kinds: readonly K[], pageOf: PageOf<K>, extension = ".tf") => {
    for (const kind of kinds) {
      const example = exampleSection(examples.of(`${folder}/${kind.name}`, extension));
      const prose = examples.prose(`${folder}/${kind.name}`);
      const place = { provider: name, fullName: `${name}_${kind.name}`, subcategory, example, prose };
      pages.set(`${folder}/${kind.name}.md`, pageOf(kind, place));
    }
  };
  add("resources", resources, resourcePage);
  add("data-sources", dataSources, kindPage("data source"));
  add("ephemeral-resources", ephemerals, kindPage("ephemeral resource"));
  add("list-resources", lists, listPage, ".tfquery.hcl");
  add("actions", actions, kindPage("action"));
  add("functions", functions, functionPage);
  return pages;
}

interface Named {
  readonly name: string;
}

/** What a page needs to know beside the thing that it is about. */
interface Place {
  readonly provider: string;
  readonly fullName: string;
  readonly subcategory: string;
  readonly example: string;
  /** What is said at length beside the declaration. */
  readonly prose: string;
}

type PageOf<K> = (kind: K, place: Place) => string;

function providerPage({ name, summary, schema }: Declarations, example: string, more: string): string {
  const head = { title: name, description: summary };
  return page(head, `# ${name} provider`, summary, example, schemaSections(schema), more);
}

function resourcePage(resource: Resource<never>, { fullName, subcategory, example, prose }: Place): string {
  return page(
    { title: `${fullName} resource`, subcategory, description: resource.summary },
    `# ${fullName} (resource)`,
    ...introduction(resource, prose),
    example,
    schemaSections(resource.schema),
    timeoutsSection(resource.timeouts),
    movesSection(fullName, resource.moves),
    importSection(fullName, resource),
  );
}

/** @param what the kind in words: `data source` */
function kindPage(what: string): PageOf<Kind> {
  return (kind, { fullName, subcategory, example, prose }) =>
    page(
      { title: `${fullName} ${what}`, subcategory, description: kind.summary },
      `# ${fullName} (${what})`,
      ...introduction(kind, prose),
      example,
      schemaSections(kind.schema),
      timeoutsSection(kind.timeouts),
    );
}

function listPage(list: List<never>, { fullName, subcategory, example, prose }: Place): string {
  const resource = `[${fullName}](../resources/${list.name}.md)`;
  return page(
    { title: `${fullName} list resource`, subcategory, description: list.summary },
    `# ${fullName} (list resource)`,
    ...introduction(list, prose),
    `It is for \`terraform query\`, which Terraform has from 1.14 on, and finds objects of the resource ${resource}.`,
    example,
    schemaSections(list.schema, "The `config` block takes these."),
    resultsSection(list.resource.identity),
    timeoutsSection(list.timeouts),
  );
}

function functionPage(declared: ProviderFunction, { provider, subcategory, example, prose }: Place): string {
  return page(
    { title: `${declared.name} function`, subcategory, description: declared.summary },
    `# ${declared.name} (function)`,
    ...introduction(declared, prose),
    example,
    signatureSection(provider, declared),
    argumentsSection(declared),
    returnSection(declared),
  );
}

interface Introduced {
  readonly summary: string;
  readonly description: string;
  readonly schema?: Pick<Schema, "deprecated">;
}

function introduction({ summary, description, schema }: Introduced, prose: string): string[] {
  const warning = schema?.deprecated === undefined ? "" : `~> **Deprecated.** ${schema.deprecated}`;
  return [warning, summary, description, prose];
}

function exampleSection(examples: string): string {
  return section("## Example", examples);
}

function resultsSection(identity: Identity | undefined): string {
  const items = identity === undefined ? [] : identityItems(identity);
  return section(
    "## Results",
    bullets("Each result has the identity that an import of the object takes:", items),
    "With `include_resource = true` it has all attributes of the resource too.",
  );
}

function timeoutsSection(timeouts: Readonly<Record<string, string>>): string {
  const items = Object.entries(timeouts).map(([verb, text]) => `\`${verb}\` - Defaults to \`${text}\`.`);
  return section("## Timeouts", bullets("The `timeouts` block takes durations such as `30s` or `10m`:", items));
}
