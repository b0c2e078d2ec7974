/** The page of a function. */
import type { Parameter, ProviderFunction } from "../../src/terraform";
import { bullets, code, section } from "./markdown";
import { checkSentences, item } from "./schema";
import { membersOf, typeExpression, typeName } from "./types";

export function signatureSection(provider: string, { name, parameters, variadic, returns }: ProviderFunction): string {
  const given = [
    ...parameters.map((parameter) => `${parameter.name} ${typeExpression(parameter.type)}`),
    ...(variadic === undefined ? [] : [`${variadic.name} ${typeExpression(variadic.type)}...`]),
  ];
  const signature = `provider::${provider}::${name}(${given.join(", ")}) ${typeExpression(returns)}`;
  return section("## Signature", "Functions need Terraform 1.8 or newer.", code("text", signature));
}

export function argumentsSection({ parameters, variadic }: ProviderFunction): string {
  const items = [
    ...parameters.map((parameter) => argument(parameter)),
    ...(variadic === undefined ? [] : [argument(variadic, "any number of times")]),
  ];
  return section("## Arguments", items.map((item, index) => `${index + 1}. ${item}`).join("\n"));
}

function argument({ name, type, description, allowNull, check }: Parameter, ...more: readonly string[]): string {
  const notes = [typeName(type), ...more, ...(allowNull ? ["may be null"] : [])];
  return item(name, notes, [description, ...checkSentences(check)]);
}

export function returnSection({ returns }: ProviderFunction): string {
  const members = Object.entries(membersOf(returns) ?? {});
  const of = members.map(([name, type]) => item(name, [typeName(type)], []));
  const whole = `\`${typeName(returns)}\``;
  const lead = returns[0] === "object" ? `${whole} with:` : `${whole}, each with:`;
  return section("## Return type", of.length === 0 ? whole : bullets(lead, of));
}
