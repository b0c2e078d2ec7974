/** The configuration that an existing object would have, for `terraform plan -generate-config-out` and for queries. */
import type { Attribute, Attributes } from "./attributes";
import { mapAttributes } from "./nested";
import type { Resource } from "./resource";
import type { Rule } from "./rules";
import { absentBlock, objectMembers } from "./schema";
import { isSame, record, type Value, type ValueRecord } from "./value";

/** As short as it can be: without what the provider computes, and without what the defaults say anyway. */
export function generateConfig<Api>({ schema }: Resource<Api>, state: ValueRecord): ValueRecord {
  const members = objectMembers(schema);
  const written = mapAttributes(members, state, { config: null, prior: null }, (attribute, value, _beside, descend) =>
    isWritten(attribute, value) ? descend() : null,
  );
  const { timeouts } = schema.blocks;
  const config = timeouts === undefined ? written : { ...written, timeouts: absentBlock(timeouts) };
  return (schema.rules ?? []).reduce((kept, rule) => withinRule(rule, kept, members), config);
}

function isWritten({ presence, type, writeOnly, default: standard }: Attribute, value: Value): boolean {
  if (presence === "computed" || writeOnly) return false;
  return presence !== "defaulted" || !isSame(type, value, standard as Value);
}

/** A state may hold what a configuration must not say at once; what the rule names first is kept. */
function withinRule(rule: Rule, config: ValueRecord, members: Attributes): ValueRecord {
  let kept = config;
  for (const name of [...rule.names].reverse()) {
    if (rule.find(kept) === undefined) return kept;
    if (members[name]?.presence !== "required") kept = record(Object.entries({ ...kept, [name]: null }));
  }
  return kept;
}
