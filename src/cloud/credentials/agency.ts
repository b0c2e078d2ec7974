import type { Endpoints } from "../endpoints";
import type { Transport } from "../transport";
import type { AssumeRole } from "./given";
import { signInRequest, temporaryKeys } from "./sign-in-request";
import type { Source } from "./source";

/** Seconds. Long enough for most runs, and within what every agency allows. */
const defaultDuration = 3_600;

/**
 * The temporary keys of an agency, assumed with what the transport signs with. With the account's id by STS:
 * `POST /v5/agencies/assume`; else with its name by IAM: `POST /v3.0/OS-CREDENTIAL/securitytokens` (IAM API, "Obtaining a
 * Temporary Access Key and Security Token Through an Agency").
 */
export function agencySource(role: AssumeRole, region: string, endpoints: Endpoints, transport: Transport): Source {
  const { agencyName, domainId } = role;
  const what = `Assuming the agency ${agencyName}`;
  return {
    name: `the agency ${agencyName}`,
    renewable: true,
    async obtain(options) {
      if (domainId) {
        const url = new URL(`${endpoints.of("sts", region)}/v5/agencies/assume`);
        const answer = await signInRequest(transport, { url, body: stsBody(role, domainId) }, what, options);
        return temporaryKeys(answer, "credentials");
      }
      const url = new URL(`${endpoints.iam(region)}/v3.0/OS-CREDENTIAL/securitytokens`);
      return temporaryKeys(await signInRequest(transport, { url, body: iamBody(role) }, what, options), "credential");
    },
  };
}

function stsBody({ agencyName, duration = defaultDuration }: AssumeRole, domainId: string) {
  return {
    agency_urn: `iam::${domainId}:agency:${agencyName}`,
    agency_session_name: "terraform-provider-huaweiecs",
    duration_seconds: duration,
  };
}

function iamBody({ agencyName, domainName, duration = defaultDuration }: AssumeRole) {
  const agency = { agency_name: agencyName, domain_name: domainName, duration_seconds: duration };
  return { auth: { identity: { methods: ["assume_role"], assume_role: agency } } };
}
