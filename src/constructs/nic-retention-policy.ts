import {
  Annotations,
  Aspects,
  DefaultTokenResolver,
  type IAspect,
  StringConcat,
  TerraformIterator,
  TerraformResource,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";
import { NicAttachment } from "./generated/cdktf/nic-attachment";
import { NicAttachmentSetting } from "./generated/cdktf/nic-attachment-setting";
import { ServerNicPolicy } from "./generated/cdktf/server-nic-policy";
import { deletesNic, NicRetention } from "./retention";
import { oneOf, requireValues } from "./validation";

/** What a `NicRetentionPolicy` does where something else is declared. */
export enum NicRetentionEnforcement {
  /** What the policy wants is declared instead, with an info annotation. */
  FIX = "fix",

  /** The synthesis fails, by an error annotation. */
  ERROR = "error",

  /** Only a warning is annotated. */
  WARN = "warn",
}

/** What a `NicRetentionPolicy` wants, and of what. */
export interface NicRetentionPolicyOptions {
  /** What shall become of every NIC. */
  readonly retention: NicRetention;

  /**
   * What happens where something else is declared.
   *
   * @default NicRetentionEnforcement.ERROR
   */
  readonly enforce?: NicRetentionEnforcement;

  /**
   * Constructs that the policy is not about, with all that is in them.
   *
   * @default - none
   */
  readonly exempt?: IConstruct[];
}

const POLICY_SYMBOL = Symbol.for("huaweiecs/NicRetentionPolicy");

/**
 * An aspect that holds all NICs of a stack, or of a part of it, to one retention: those of `NicAttachmentSetting`,
 * `NicAttachment` and `ServerNicPolicy` with its overrides, and of the same resources without these constructs.
 *
 * A retention that only Terraform knows is overwritten by `FIX`; `ERROR` and `WARN` warn that they cannot check it.
 */
export class NicRetentionPolicy implements IAspect {
  /**
   * Holds everything in a scope to a retention: a construct in a stack, a stack, or an `App`, which stands for all stacks in
   * it. Call it once the stacks of an app are there: the app's synthesis fails if another one comes later.
   *
   * @param scope what the policy is about
   * @param options what the policy wants
   * @throws if the policy would not be asked: because there is no stack yet, or because the stack is of another copy of
   * the library
   */
  public static enforce(scope: IConstruct, options: NicRetentionPolicyOptions): void {
    const policy = new NicRetentionPolicy(options);
    if (scope.node.scopes.some(TerraformStack.isStack)) {
      attach(policy, scope);
      return;
    }
    const stacks = stacksIn(scope);
    if (stacks.length === 0) {
      throw new Error(
        "NicRetentionPolicy.enforce finds no stack here to attach to. Call it after the stacks, or for each of them.",
      );
    }
    for (const stack of stacks) attach(policy, stack);
    scope.node.root.node.addValidation({ validate: () => missedStacks(scope, stacks) });
  }

  /** Whether something is a `NicRetentionPolicy`, of whichever copy of this package. */
  public static isNicRetentionPolicy(x: unknown): x is NicRetentionPolicy {
    return typeof x === "object" && x !== null && POLICY_SYMBOL in x;
  }

  private readonly deletes: boolean;
  private readonly enforcement: NicRetentionEnforcement;
  private readonly exempt: readonly IConstruct[];

  /**
   * An aspect to add by `Aspects.of(stack)`. The library ignores aspects above the stacks, on the `App` for example;
   * `NicRetentionPolicy.enforce` sees to that.
   *
   * @param options what the policy wants
   */
  public constructor(options: NicRetentionPolicyOptions) {
    const { retention, enforce = NicRetentionEnforcement.ERROR, exempt = [] } = options;
    requireValues([
      ["retention", retention, oneOf(...Object.values(NicRetention))],
      ["enforce", enforce, oneOf(...Object.values(NicRetentionEnforcement))],
    ]);
    Object.defineProperty(this, POLICY_SYMBOL, { value: true });
    this.deletes = deletesNic(retention);
    this.enforcement = enforce;
    this.exempt = exempt;
  }

  /**
   * Called by the library for every construct in the scope.
   *
   * @param node the construct
   */
  public visit(node: IConstruct): void {
    if (!isNicResource(node) || node.node.scopes.some((scope) => this.exempt.includes(scope))) return;
    const deviations = this.deviationsOf(node);
    if (this.enforcement === NicRetentionEnforcement.FIX) {
      this.fix(node, deviations);
    } else {
      this.report(node, deviations);
    }
  }

  private deviationsOf(resource: NicResource): readonly Declaration[] {
    return declarationsOf(resource).filter(({ value }) => value !== this.deletes);
  }

  private fix(resource: NicResource, deviations: readonly Declaration[]): void {
    if (deviations.length === 0) return;
    resource.deleteOnTermination = this.deletes;
    if (isServerPolicy(resource) && resource.overridesInput !== undefined) {
      resource.overrides = this.overridesFor(resource.overridesInput);
    }
    const now = declarationsOf(resource);
    for (const { argument, value } of deviations) {
      if (now.some((each) => each.argument === argument && each.value === value)) {
        const text = `addOverride has the last word on ${argument}, so that NicRetentionPolicy cannot make it ${this.deletes}. Remove that override, or exempt this construct.`;
        annotate(resource, "addError", text);
      } else {
        const text = `NicRetentionPolicy has made ${argument} ${this.deletes}: it was ${described(value)}.`;
        annotate(resource, "addInfo", text);
      }
    }
  }

  /** The same NICs, with what the policy wants for each of them. */
  private overridesFor(overrides: Overrides): Overrides {
    if (!Token.isUnresolved(overrides)) {
      return Object.fromEntries(Object.keys(overrides).map((portId) => [portId, this.deletes]));
    }
    const nics = TerraformIterator.fromMap(overrides);
    return Token.asBooleanMap(nics.forExpressionForMap("key", String(this.deletes)));
  }

  private report(resource: NicResource, deviations: readonly Declaration[]): void {
    for (const { argument, value } of deviations) {
      if (typeof value === "string") {
        const text = `${argument} is ${described(value)}: NicRetentionPolicy cannot check that it is ${this.deletes}, and what Terraform finds will hold.`;
        annotate(resource, "addWarning", text);
        continue;
      }
      const level = this.enforcement === NicRetentionEnforcement.WARN ? "addWarning" : "addError";
      const wanted = `NicRetention.${this.deletes ? "DELETE" : "KEEP"}`;
      const text = `NicRetentionPolicy wants ${argument} to be ${this.deletes}: it is ${described(value)}. Declare ${wanted}, or exempt this construct.`;
      annotate(resource, level, text);
    }
  }
}

function stacksIn(scope: IConstruct): readonly TerraformStack[] {
  return scope.node.findAll().filter(TerraformStack.isStack);
}

function attach(policy: NicRetentionPolicy, scope: IConstruct): void {
  if (!(TerraformStack.of(scope) instanceof TerraformStack)) {
    throw new Error(
      `[${scope.node.path}] The stack is of another copy of the library than NicRetentionPolicy, which would never be asked. Have the package manager install one copy only, and import from the package that is for your library.`,
    );
  }
  Aspects.of(scope).add(policy);
}

function missedStacks(scope: IConstruct, attached: readonly IConstruct[]): string[] {
  return stacksIn(scope)
    .filter(({ node }) => !node.scopes.some((each) => attached.includes(each)))
    .map(
      ({ node }) =>
        `The stack ${node.path} came after NicRetentionPolicy.enforce, which does not hold there. Call it after the last stack, or for each of them.`,
    );
}

type NicResource = NicAttachment | NicAttachmentSetting | ServerNicPolicy;
type Overrides = NonNullable<ServerNicPolicy["overridesInput"]>;

const RESOURCE_TYPES: readonly string[] = [
  NicAttachment.tfResourceType,
  NicAttachmentSetting.tfResourceType,
  ServerNicPolicy.tfResourceType,
];

/** By their types in Terraform, as the classes may be of another copy of this package. */
function isNicResource(node: IConstruct): node is NicResource {
  return TerraformResource.isTerraformResource(node) && RESOURCE_TYPES.includes(node.terraformResourceType);
}

function isServerPolicy(resource: NicResource): resource is ServerNicPolicy {
  return resource.terraformResourceType === ServerNicPolicy.tfResourceType;
}

/** Whether a NIC is deleted as Terraform will read it: an expression where only Terraform knows, undefined if not set. */
type Value = boolean | string | undefined;

interface Declaration {
  /** Where it is declared. */
  readonly argument: string;
  readonly value: Value;
}

function declarationsOf(resource: NicResource): readonly Declaration[] {
  const written = argumentsOf(resource);
  if (written === undefined) return [];
  const { delete_on_termination: setting, overrides = {} } = written;
  const ofOverrides: Declaration[] =
    typeof overrides === "string"
      ? [{ argument: "overrides", value: ALL_ALIKE.exec(overrides)?.[1] ?? overrides }]
      : Object.entries(overrides).map(([portId, value]) => ({ argument: `overrides["${portId}"]`, value }));
  return [{ argument: "deleteOnTermination", value: setting }, ...ofOverrides].map(({ argument, value }) => ({
    argument,
    value: value === "true" ? true : value === "false" ? false : value,
  }));
}

/** What a fix writes where only Terraform knows which NICs there are overrides for. */
const ALL_ALIKE = /^\$\{\{ for key, val in .+: key => (true|false) \}\}$/s;

interface Arguments {
  readonly delete_on_termination?: Value;
  readonly overrides?: Readonly<Record<string, Value>> | string;
}

/** What will be written of a resource, `addOverride` included; undefined if nothing is, because it moves elsewhere. */
function argumentsOf(resource: NicResource): Arguments | undefined {
  const written = resource.toTerraform().resource?.[resource.terraformResourceType]?.[resource.friendlyUniqueId];
  const { delete_on_termination, overrides } = written ?? {};
  const resolver = new DefaultTokenResolver(new StringConcat());
  return written && Tokenization.resolve({ delete_on_termination, overrides }, { scope: resource, resolver });
}

function described(value: Value): string {
  if (value === undefined) return "not set, so that the cloud decides";
  return typeof value === "string" ? "known to Terraform only" : String(value);
}

/** Once only, as a policy may come by more often. */
function annotate(resource: NicResource, level: "addInfo" | "addWarning" | "addError", text: string): void {
  if (resource.node.metadata.some(({ data }) => data === text)) return;
  Annotations.of(resource)[level](text);
}
