import { type TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { watch } from "./stack-checks";

/**
 * Gives the resource inside a construct the name that it would have in the construct's place. What was written with the
 * resource alone keeps its address, `huaweiecs_nic_attachment_setting.web` for a construct `web` in a stack.
 */
export function nameAfter(construct: Construct, resource: TerraformResource): void {
  const stack = TerraformStack.of(construct);
  resource.overrideLogicalId(stack.getLogicalId(construct.node));
  watch(stack);
}
