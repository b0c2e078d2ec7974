import { type ApiAnswer, gatewayError } from "../answer";
import type { Settings } from "../settings";
import type { ApiCall, ApiRoute } from "./route";

/** The one operation of BSS by which the official provider finds out which site an account belongs to. */
export function bssRoutes(settings: Readonly<Settings>): ApiRoute[] {
  return [
    {
      operation: "ListServiceTypes",
      method: "GET",
      path: "/v2/products/service-types",
      handle: (call) => listServiceTypes(settings, call),
    },
  ];
}

/**
 * The types of services. An account of the international site may not ask: 403 `CBC.0150`.
 *
 * @fidelity observed
 * Source: the official Terraform provider, which tells the sites apart by this refusal and quotes it.
 */
function listServiceTypes({ site }: Readonly<Settings>, { requestId }: ApiCall): ApiAnswer {
  if (site === "international") {
    return gatewayError(
      403,
      "CBC.0150",
      "Access denied. The customer does not belong to the website you are now at.",
      requestId,
    );
  }
  const ecs = {
    service_type_name: "Elastic Cloud Server",
    service_type_code: "hws.service.type.ec2",
    abbreviation: "ECS",
  };
  return { status: 200, body: { total_count: 1, service_types: [ecs] } };
}
