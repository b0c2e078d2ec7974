/** The provider's RPCs: each decodes its request by the schema, asks the framework and encodes the answer. */
import type { ProviderServer } from "../terraform";
import type { Call, Handler } from "./grpc";
import { actionHandlers } from "./services/action-rpcs";
import { dataSourceHandlers } from "./services/data-source-rpcs";
import { ephemeralHandlers } from "./services/ephemeral-rpcs";
import { functionHandlers } from "./services/function-rpcs";
import { listHandlers } from "./services/list-rpcs";
import { ownHandlers } from "./services/provider-rpcs";
import { resourceHandlers } from "./services/resource-rpcs";
import { type Elsewhere, upgradeHandlers } from "./services/upgrade-rpcs";

/**
 * What the provider does not offer, such as state stores, is left to the server's UNIMPLEMENTED.
 * @param serverOf the framework's server for a connection: each Terraform run configures its own
 * @param upgradeElsewhere for large states; without it they are upgraded in place
 */
export function providerHandlers(serverOf: (call: Call) => ProviderServer, upgradeElsewhere?: Elsewhere): Handler[] {
  return [
    ...ownHandlers(serverOf),
    ...resourceHandlers(serverOf),
    ...upgradeHandlers(serverOf, upgradeElsewhere),
    ...dataSourceHandlers(serverOf),
    ...ephemeralHandlers(serverOf),
    ...actionHandlers(serverOf),
    ...listHandlers(serverOf),
    ...functionHandlers(serverOf),
  ];
}
