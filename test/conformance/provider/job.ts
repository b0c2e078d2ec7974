/** A resource whose verbs go wrong on request, and that keeps something beside its state. */
import {
  assigned,
  computed,
  DiagnosticError,
  notEmpty,
  oneOf,
  optional,
  type PrivateState,
  required,
  resourcesOf,
} from "../../../src/terraform";
import { type Api, record, TIMEOUTS, untilStopped } from "./api";
import { keptIn } from "./volume";

export const job = resourcesOf<Api>()({
  name: "job",
  summary: "Work that may fail.",
  attributes: {
    id: computed.string("Its id.", { stable: true }),
    name: required.string("Its name.", { replace: true, check: [notEmpty] }),
    input: optional.string("What it works on.", {
      check: [{ text: "other than `nonsense`", test: (text) => text !== "nonsense" }],
    }),
    fail: optional.string("Which verb fails.", {
      check: [oneOf("create", "half", "update", "half update", "delete", "slow", "plan")],
    }),
    output: assigned.string("What came of it."),
    kept: computed.string("What is kept beside the state.", { stable: true }),
    module: computed.string("The module that it was made for.", { stable: true }),
  },
  timeouts: TIMEOUTS,
  plan({ plan, api }) {
    record(`plan ${plan.name} for ${api.module}`);
    if (plan.fail === "plan") throw new DiagnosticError("No plan", "There is none.", { path: [{ attribute: "fail" }] });
  },
  async create({ plan, api, privateState, save, signal }) {
    record(`create ${plan.name} for ${api.module}`);
    if (plan.fail === "create") throw refusal("create");
    const id = api.world.add("job", { input: plan.input });
    const [kept, module] = [`by ${plan.name}`, String(api.module)];
    privateState.set("kept", kept);
    save({ id, kept, module });
    if (plan.fail === "half") throw refusal("create");
    if (plan.fail === "slow") await untilStopped(signal);
    return { id, kept, module, output: plan.output ?? `output of ${plan.input}` };
  },
  async read({ state, api, privateState }) {
    record(`read ${state.name} for ${api.module}`);
    return observe(state, api, privateState);
  },
  async update({ plan, state, api, privateState, save, changes }) {
    record(`update ${plan.name} ${Object.keys(changes).sort().join()} for ${api.module}`);
    if (plan.fail === "update") throw refusal("update");
    api.world.put(state.id, { input: plan.input });
    privateState.set("kept", keptIn(privateState));
    if (plan.fail === "half update") {
      save({ input: plan.input, output: "half" });
      throw refusal("update");
    }
    return { ...observe(state, api, privateState), output: plan.output ?? `output of ${plan.input}`, fail: plan.fail };
  },
  async delete({ state, api }) {
    record(`delete ${state.name} for ${api.module}`);
    if (state.fail === "delete") throw refusal("delete");
    api.world.remove(state.id);
  },
  identity: ["id"],
  import: {
    format: "<id>",
    identify(id) {
      if (!id.startsWith("job-"))
        throw new DiagnosticError("Invalid import id", `"${id}" is not of the form job-<number>.`);
      return { id };
    },
    async observe({ identity: { id }, api, privateState }) {
      const { input } = api.world.get(id) as { input: string | null };
      privateState.set("kept", "by an import");
      return { id, name: "imported", input, output: `output of ${input}`, kept: "by an import", module: "null" };
    },
  },
});

function observe<S extends { id: string; output: string }>(state: S, { world }: Api, privateState: PrivateState) {
  const { input } = world.get(state.id) as { input: string | null };
  return { ...state, input, kept: keptIn(privateState) };
}

function refusal(verb: string): DiagnosticError {
  return new DiagnosticError("Out of order", `The ${verb} does not work today.`, { path: [{ attribute: "fail" }] });
}
