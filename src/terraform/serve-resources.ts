/** The managed resources of one connection: what Terraform asks of them, in values rather than in messages. */
import { createObject, deleteObject, updateObject } from "./apply";
import type { ResourceEnvironment } from "./attempt";
import type { DeferralReason } from "./deferral";
import { type Diagnostic, DiagnosticError } from "./diagnostics";
import { blame, type Explain } from "./errors";
import { generateConfig } from "./generate";
import { identityIn, sameIdentity } from "./identity";
import { configured, type Registry } from "./kind";
import type { Log } from "./log";
import { type Moved, type MoveRequest, moveState } from "./move";
import { type ImportTarget, importObject, type Observed, readObject } from "./observe";
import type { Circumstances, Session } from "./operation";
import type { Path } from "./path";
import { type Change, planChange, planDestruction, planOpenly } from "./plan";
import { openPrivateState, type PrivateState } from "./private-state";
import type { Resource, ResourceKind } from "./resource";
import { type Upgraded, upgradeIdentity, upgradeState } from "./upgrade";
import { type Client, validateConfig } from "./validate";
import type { ValueRecord } from "./value";

/** What comes with a request for a resource beside the values. */
export interface ResourceCircumstances extends Circumstances {
  /** What is kept beside the state; a handler may change it. */
  readonly privateState?: PrivateState;
  /** The identity that is stored with the state; null if there is none yet. */
  readonly identity?: ValueRecord | null;
}

export interface Answer {
  /** Null when there is no object, or none that is worth keeping. */
  readonly state: ValueRecord | null;
  /** Undefined if there is no object, or if the resource has no identity. */
  readonly identity?: ValueRecord | undefined;
  /** Why the work is put off; only where that is allowed. */
  readonly deferred?: DeferralReason | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanRequest {
  readonly prior: ValueRecord | null;
  readonly proposed: ValueRecord | null;
  readonly config: ValueRecord | null;
}

/** The answer to a plan; `planned` is null when the object is to be destroyed, and when there is an error. */
export interface PlanAnswer extends Omit<Answer, "state"> {
  readonly planned: ValueRecord | null;
  readonly requiresReplace: readonly Path[];
}

const NO_CONFIGURATION = [
  "No configuration",
  "Terraform asked to create or update an object without saying how it is configured.",
] as const;

export interface ApplyRequest {
  readonly prior: ValueRecord | null;
  readonly planned: ValueRecord | null;
  readonly config: ValueRecord | null;
}

/**
 * Every method answers with diagnostics and never throws for what a user or a cloud did; a type name that the provider
 * does not have throws `DiagnosticError`.
 */
export interface ResourceServer extends Registry<ResourceKind> {
  validate(typeName: string, config: ValueRecord, client?: Client): readonly Diagnostic[];
  upgrade(typeName: string, version: number, stored: unknown): Upgraded;
  upgradeIdentity(typeName: string, version: number, stored: unknown): Upgraded;
  read(typeName: string, state: ValueRecord, circumstances?: ResourceCircumstances): Promise<Answer>;
  plan(typeName: string, request: PlanRequest, circumstances?: ResourceCircumstances): PlanAnswer;
  apply(typeName: string, request: ApplyRequest, circumstances?: ResourceCircumstances): Promise<Answer>;
  import(typeName: string, target: ImportTarget, circumstances?: ResourceCircumstances): Promise<Answer>;
  /** The state in JSON form, as for an upgrade. */
  move(typeName: string, request: MoveRequest): Moved;
  /** The configuration that an object with this state would have. */
  generate(typeName: string, state: ValueRecord): ValueRecord;
}

/** What the resources of a connection share. */
interface Setting<Api> {
  readonly address: string;
  readonly session: Session<Api>;
  readonly log: Log;
  readonly explain: Explain;
}

export function serveResources<Api>(registry: Registry<Resource<Api>>, setting: Setting<Api>): ResourceServer {
  const { get } = registry;
  return {
    ...registry,

    validate(typeName, config, client) {
      const resource = get(typeName);
      const diagnostics = validateConfig(resource.schema, config, client);
      const { api } = setting.session;
      const isValid = diagnostics.every(({ severity }) => severity !== "error");
      if (isValid && api !== undefined) resource.verbs.announce?.({ config: configured(resource, config), api });
      return diagnostics;
    },

    upgrade: (typeName, version, stored) => upgradeState(get(typeName), version, stored),

    upgradeIdentity: (typeName, version, stored) => upgradeIdentity(get(typeName), version, stored),

    async read(typeName, state, circumstances = {}) {
      const resource = get(typeName);
      const { identity } = circumstances;
      const answer = await work(setting, { resource, verb: "read", kept: state }, circumstances, (environment) =>
        readObject(resource, state, environment),
      );
      return identified(resource, "read", identity ?? identityOf(resource, state), answer);
    },

    plan(typeName, request, circumstances = {}) {
      const resource = get(typeName);
      return planAny(setting, resource, request, circumstances);
    },

    async apply(typeName, { prior, planned, config }, circumstances = {}) {
      const resource = get(typeName);
      if (planned === null && prior === null) return { state: null, diagnostics: [] };
      const verb = planned === null ? "delete" : prior === null ? "create" : "update";
      const answer = await work(setting, { resource, verb, kept: prior }, circumstances, async (environment) => {
        if (planned === null) return deleteObject(resource, prior as ValueRecord, environment);
        if (config === null) throw new DiagnosticError(...NO_CONFIGURATION);
        const goal = { planned, config };
        return prior === null
          ? createObject(resource, goal, environment)
          : updateObject(resource, prior, goal, environment);
      });
      return identified(resource, verb, prior && identityOf(resource, prior), answer);
    },

    async import(typeName, target, circumstances = {}) {
      const resource = get(typeName);
      const answer = await work(setting, { resource, verb: "import", kept: null }, circumstances, (environment) =>
        importObject(resource, target, environment),
      );
      return identified(resource, "import", null, answer);
    },

    move: (typeName, request) => moveState(get(typeName), request, setting.address),

    generate: (typeName, state) => generateConfig(get(typeName), state),
  };
}

interface Task<Api> {
  readonly resource: Resource<Api>;
  readonly verb: string;
  /** The state that stays if nothing comes of it. */
  readonly kept: ValueRecord | null;
}

/** Works with the API, or says why that cannot be yet and leaves the state as it is. */
async function work<Api>(
  { session, log, explain }: Setting<Api>,
  { resource, verb, kept }: Task<Api>,
  { meta = null, mayDefer = false, privateState = openPrivateState() }: ResourceCircumstances,
  run: (environment: ResourceEnvironment<Api>) => Promise<Observed>,
): Promise<Answer> {
  const { deferral, ...answer } = await observe();
  return mayDefer && deferral !== undefined ? { state: kept, deferred: deferral.reason, diagnostics: [] } : answer;

  async function observe(): Promise<Observed> {
    try {
      return await run({ ...session.environment(meta), privateState });
    } catch (error) {
      const { diagnostic, deferral: wanted } = blame({ error, resource, verb, log, explain });
      return { state: kept, deferral: wanted, diagnostics: [diagnostic] };
    }
  }
}

function planAny<Api>(
  setting: Setting<Api>,
  resource: Resource<Api>,
  { prior, proposed, config }: PlanRequest,
  circumstances: ResourceCircumstances,
): PlanAnswer {
  const before = prior && (circumstances.identity ?? identityOf(resource, prior));
  const nothing = { planned: null, requiresReplace: [], identity: before ?? undefined };
  if (proposed !== null && config !== null) {
    const change = { prior, proposed, config };
    return planWith(
      setting,
      { resource, circumstances, nothing },
      (api) => identifiedPlan(resource, before, planChange(resource, change, api)),
      () => deferredPlan(resource, before, change),
    );
  }
  // Most resources may be destroyed unasked, even where the provider is not configured.
  if (prior === null || resource.verbs.planDestroy === undefined) return { ...nothing, diagnostics: [] };
  return planWith(
    setting,
    { resource, circumstances, nothing },
    (api) => ({ ...nothing, diagnostics: planDestruction(resource, prior, api) }),
    () => ({ ...nothing, diagnostics: [] }),
  );
}

interface PlanTask<Api> {
  readonly resource: Resource<Api>;
  readonly circumstances: ResourceCircumstances;
  /** The answer beside an error. */
  readonly nothing: Omit<PlanAnswer, "diagnostics">;
}

/** Plans with the API, or says why that cannot be yet. */
function planWith<Api>(
  { session, log, explain }: Setting<Api>,
  { resource, circumstances: { meta = null, mayDefer = false }, nothing }: PlanTask<Api>,
  plan: (api: Api) => PlanAnswer,
  putOff: () => PlanAnswer,
): PlanAnswer {
  try {
    return plan(session.environment(meta).api);
  } catch (error) {
    const { diagnostic, deferral } = blame({ error, resource, verb: "plan", log, explain });
    if (mayDefer && deferral !== undefined) return { ...putOff(), deferred: deferral.reason };
    return { ...nothing, diagnostics: [diagnostic] };
  }
}

type Planned = Omit<PlanAnswer, "planned"> & { readonly planned: ValueRecord };

function deferredPlan<Api>(resource: Resource<Api>, before: ValueRecord | null, change: Change): PlanAnswer {
  const planned = planOpenly(resource, change);
  return identifiedPlan(resource, before, { planned, requiresReplace: [], diagnostics: [] });
}

/** Adds the identity; that of a new object, replacements included, may not be known yet. */
function identifiedPlan<Api>(resource: Resource<Api>, before: ValueRecord | null, plan: Planned): PlanAnswer {
  const isNew = before === null || plan.requiresReplace.length > 0;
  const { identity, diagnostics } = judge(resource, "plan", isNew ? null : before, plan.planned);
  return { ...plan, identity, diagnostics: [...plan.diagnostics, ...diagnostics] };
}

function identified<Api>(resource: Resource<Api>, verb: string, before: ValueRecord | null, answer: Answer): Answer {
  if (answer.state === null || answer.deferred !== undefined) return answer;
  const { identity, diagnostics } = judge(resource, verb, before, answer.state);
  return { ...answer, identity, diagnostics: [...answer.diagnostics, ...diagnostics] };
}

function judge<Api>({ name, identity }: Resource<Api>, verb: string, before: ValueRecord | null, values: ValueRecord) {
  if (identity === undefined) return { identity: undefined, diagnostics: [] };
  return sameIdentity({ name, verb }, identity, { before, after: identityIn(identity, values) });
}

function identityOf<Api>({ identity }: Resource<Api>, state: ValueRecord): ValueRecord | null {
  return identity === undefined ? null : identityIn(identity, state);
}
