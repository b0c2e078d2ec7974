/** What is checked once for each stack, when it is synthesized. */
import { Aspects, TerraformResource, TerraformStack } from "cdktf";
import { NicRetentionPolicy } from "./nic-retention-policy";

const watched = new WeakSet<TerraformStack>();

/** Has the stack's synthesis fail where it would lose a resource, or a policy, without a word. */
export function watch(stack: TerraformStack): void {
  if (watched.has(stack)) return;
  watched.add(stack);
  stack.node.addValidation({ validate: () => [...sharedNames(stack), ...ignoredPolicies(stack)] });
}

/** The library merges resources of one type and name into one. */
function sharedNames(stack: TerraformStack): string[] {
  const resources = stack.node.findAll().filter(TerraformResource.isTerraformResource).filter(isOurs);
  const paths = new Map<string, string[]>();
  for (const resource of resources) {
    if (TerraformStack.of(resource) !== stack) continue;
    const address = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
    paths.set(address, [...(paths.get(address) ?? []), resource.node.path]);
  }
  return [...paths]
    .filter(([, sharing]) => sharing.length > 1)
    .map(
      ([address, sharing]) =>
        `${sharing.join(" and ")} have the same address in Terraform, ${address}, so that one of them would be lost. Letters, digits, "-" and "_" of an id count; give one of them another id.`,
    );
}

function isOurs({ terraformResourceType }: TerraformResource): boolean {
  return terraformResourceType.startsWith("huaweiecs_");
}

/** The library asks aspects from the stack downwards. */
function ignoredPolicies(stack: TerraformStack): string[] {
  const scopes = stack.node.scopes;
  const above = scopes.slice(0, scopes.findIndex(TerraformStack.isStack));
  return above
    .filter((scope) => Aspects.of(scope).all.some(NicRetentionPolicy.isNicRetentionPolicy))
    .map((scope) => {
      const place = scope.node.path === "" ? "the App" : scope.node.path;
      return `The NicRetentionPolicy on ${place} is ignored, as every aspect above the stacks is. Use NicRetentionPolicy.enforce, or add it to each stack.`;
    });
}
