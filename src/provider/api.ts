import type { Cloud } from "../cloud";
import { dataSourcesOf, listsOf, resourcesOf } from "../terraform";
import type { Claims } from "./claims";

/** What the handlers of this provider work with. */
export interface Api {
  /** The provider's region; undefined while the configuration is not known yet. */
  readonly region: string | undefined;
  /** Throws a `DiagnosticError` while the configuration is not known yet. */
  readonly cloud: Cloud;
  /** Whether plans warn of NICs that will be deleted with their server. */
  readonly warnOnDelete: boolean;
  /** What the resources of this run want of NICs. */
  readonly claims: Claims;
}

export const defineResource = resourcesOf<Api>();
export const defineDataSource = dataSourcesOf<Api>();
export const defineList = listsOf<Api>();
