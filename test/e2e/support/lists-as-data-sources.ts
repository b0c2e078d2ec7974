/** The product with its lists as data sources: what a query says of them can be validated by any Terraform then. */
import { serve } from "../../../src/plugin";
import { provider } from "../../../src/provider";
import type { DataSource } from "../../../src/terraform";

function unread(): never {
  throw new Error("It is validated, and never read.");
}

const dataSources = (provider.lists ?? []).map((list): DataSource<never> => ({ ...list, read: unread }));

void serve({ provider: { ...provider, dataSources }, debug: true });
