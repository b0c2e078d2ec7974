import { providerSchemaJson } from "../../scripts/provider-schema";
import { type Reattached, startForReattach } from "../support/reattach";
import { Workspace } from "../support/terraform";
import { library } from "./library/provider";
import { ourSchemaLike, printedSchema } from "./support/printed-schema";

const schemas = providerSchemaJson(library).provider_schemas[library.address] as Record<string, never>;

describe("beside the real Terraform", () => {
  let workspace: Workspace;
  let served: Reattached;

  beforeAll(async () => {
    workspace = new Workspace();
    served = await startForReattach(require.resolve("./library/main.ts"), workspace.directory);
    workspace.env.TF_REATTACH_PROVIDERS = served.variable;
    workspace.write('terraform {\n  required_providers {\n    library = { source = "house/library" }\n  }\n}\n');
  });

  afterAll(async () => {
    await served.stop();
    workspace.remove();
  });

  test("every section is as Terraform prints it: nested attributes and blocks, functions, deprecations", async () => {
    const printed = await printedSchema(workspace);
    expect(Object.keys(printed)).toEqual(
      expect.arrayContaining(["resource_schemas", "data_source_schemas", "ephemeral_resource_schemas", "functions"]),
    );
    expect(printed).toEqual(ourSchemaLike(printed, library));
  });
});

test("an identity says what an import must give and what it may give", () => {
  expect(schemas.resource_identity_schemas).toHaveProperty("library_book", {
    version: 1,
    attributes: {
      branch: { type: "string", description: "The branch of the library.", optional_for_import: true },
      shelf_id: { type: "string", description: "Where it stands.", required_for_import: true },
      title: { type: "string", description: "What it is called.", required_for_import: true },
    },
  });
});

test("a list has the schema of its config block", () => {
  expect(schemas.list_resource_schemas).toMatchObject({
    library_book: {
      version: 0,
      block: {
        attributes: {
          shelf_id: { type: "string", description: "The shelf.", description_kind: "markdown", required: true },
          about: { type: "string", description: "A keyword.", description_kind: "markdown", optional: true },
        },
        block_types: { timeouts: { nesting_mode: "single" } },
        description: "Every book of a shelf.",
      },
    },
  });
});

test("an action has a block, and no version as nothing of it is stored", () => {
  expect(schemas.action_schemas).toMatchObject({
    library_lend: { block: { attributes: { book_id: { required: true } }, description: "Lends a book." } },
  });
  expect(schemas.action_schemas).not.toHaveProperty("library_lend.version");
});

test("what is deprecated says what to use instead", () => {
  expect(schemas.resource_schemas).toMatchObject({
    library_volume: { block: { deprecated: true, deprecation_message: "Use library_book." } },
    library_book: {
      block: {
        attributes: { cover: { deprecated: true, deprecation_message: "Use jacket." } },
        block_types: { review: { block: { deprecated: true, deprecation_message: "Use comment." } } },
      },
    },
  });
});

test("a provider that has one kind alone has no section for another", () => {
  const { name, address, version, summary, schema } = library;
  const bare = { name, address, version, summary, schema, resources: [] };
  expect(Object.keys(providerSchemaJson(bare).provider_schemas[address] ?? {})).toEqual(["provider"]);
});
