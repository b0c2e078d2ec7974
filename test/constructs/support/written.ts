/** What the library writes for Terraform. */
import type { App, TerraformStack } from "cdktf";
import type { Case } from "./libraries";

/** A resource, data source or provider as its arguments are written. */
export type Arguments = Readonly<Record<string, unknown>>;

export interface Written {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly provider?: Readonly<Record<string, readonly Arguments[]>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly import?: readonly Arguments[];
  readonly terraform?: Arguments;
}

/** A stack with the provider in it, built by a function, as Terraform's JSON; its validations are run. */
export function written({ library, constructs }: Case, build: (stack: TerraformStack) => void): Written {
  const stack = new library.TerraformStack(library.Testing.app(), "stack");
  new constructs.HuaweiecsProvider(stack, "huaweiecs", {});
  build(stack);
  return JSON.parse(library.Testing.synth(stack, true));
}

export interface Annotation {
  readonly constructPath: string;
  readonly level: string;
  readonly message: string;
}

/** What a synthesis remarks; errors among it make it throw. */
export function synthesized(app: App): readonly Annotation[] {
  app.synth();
  return Object.values(app.manifest.stacks).flatMap(({ annotations }) =>
    annotations.map(({ constructPath, level, message }) => ({ constructPath, level, message })),
  );
}
