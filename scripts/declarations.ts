import type { Provider } from "../src/terraform";

/** What a provider declares, apart from what it does: all that docs, bindings and schemas are made from. */
export type Declarations = Pick<
  Provider<never>,
  | "name"
  | "address"
  | "version"
  | "summary"
  | "schema"
  | "resources"
  | "dataSources"
  | "ephemerals"
  | "actions"
  | "lists"
  | "functions"
>;
