/** What many requests and answers have in common: capabilities, `provider_meta`, deferrals, identities. */
import {
  type DeferralReason,
  type Identity,
  identityType,
  type ProviderServer,
  schemaType,
  type ValueRecord,
} from "../terraform";
import { decodeValue, encodeValue } from "./dynamic-value";
import type { Input } from "./protobuf";
import * as wire from "./protocol/messages.generated";

type Capable = { readonly clientCapabilities?: wire.ClientCapabilities | undefined };

/** Terraform treats a deferral as an error unless it has said that it may be. */
export function mayDefer({ clientCapabilities }: Capable): boolean {
  return clientCapabilities?.deferralAllowed ?? false;
}

const REASONS = {
  "resource-config-unknown": wire.DeferredReason.RESOURCE_CONFIG_UNKNOWN,
  "provider-config-unknown": wire.DeferredReason.PROVIDER_CONFIG_UNKNOWN,
  "absent-prerequisite": wire.DeferredReason.ABSENT_PREREQ,
} as const;

export function toDeferred(reason: DeferralReason | undefined): Input<wire.Deferred> | undefined {
  return reason === undefined ? undefined : { reason: REASONS[reason] };
}

/** @throws {ValueError} if it does not fit the schema */
export function decodeMeta({ metaSchema }: ProviderServer, encoded: wire.DynamicValue | undefined): ValueRecord | null {
  return metaSchema === undefined ? null : decodeValue(schemaType(metaSchema), encoded);
}

type Identified = { readonly identity: Identity | undefined };

/** @throws {ValueError} if it does not fit the identity's attributes */
export function decodeIdentity(
  { identity }: Identified,
  encoded: wire.ResourceIdentityData | undefined,
): ValueRecord | null {
  return identity === undefined ? null : decodeValue(identityType(identity), encoded?.identityData);
}

export function encodeIdentity(
  { identity }: Identified,
  value: ValueRecord | undefined,
): Input<wire.ResourceIdentityData> | undefined {
  if (identity === undefined || value === undefined) return undefined;
  return { identityData: encodeValue(identityType(identity), value) };
}
