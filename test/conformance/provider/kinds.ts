/**
 * A provider without a cloud that has one of every kind. What a data source, an ephemeral resource, an action or a
 * function does is in its argument; the managed resources are in files of their own.
 */
import {
  ArgumentError,
  actionsOf,
  assigned,
  computed,
  Deferral,
  DiagnosticError,
  dataSourcesOf,
  defineFunction,
  defineProvider,
  ephemeralsOf,
  isUnknown,
  list,
  map,
  notEmpty,
  object,
  oneOf,
  optional,
  type Provider,
  param,
  required,
  UNKNOWN,
} from "../../../src/terraform";
import { type Api, record, untilStopped } from "./api";
import { archive } from "./archive";
import { disk } from "./disk";
import { job } from "./job";
import { relic } from "./relic";
import { moduleMeta, settingRules, settings, settingsShown, settingsText } from "./settings";
import { Gone, shelf, shelves } from "./shelf";
import { vault } from "./vault";
import { volume } from "./volume";
import { Absent, World } from "./world";

type Report = Readonly<Record<string, unknown>>;

/** What a handler gets wrong on request. */
const MISTAKES: Readonly<Record<string, Report>> = {
  missing: { text: undefined },
  null: { text: null },
  misfit: { words: ["one", 2] },
  unknown: { text: UNKNOWN },
  altered: { name: "another" },
};

async function behave(name: string, signal: AbortSignal): Promise<void> {
  if (name === "slow") await untilStopped(signal);
  if (name === "crash") throw new Error("out of nowhere");
  if (name === "deferred") throw new Deferral("resource-config-unknown", "Nobody knows it yet.");
  if (name === "refused") {
    throw new DiagnosticError("Refused", "The name is not to its taste.", { path: [{ attribute: "name" }] });
  }
}

export const greeting = dataSourcesOf<Api>()({
  name: "greeting",
  summary: "What to say to somebody.",
  attributes: {
    name: required.string("Whom to greet.", { check: [notEmpty] }),
    tone: optional.string("How to say it.", { check: [oneOf("loud", "soft")] }),
    region: assigned.string("Where it is said."),
    text: computed.string("The greeting."),
    words: computed.of(list("string"), "Its words."),
    lengths: computed.of(map("number"), "By word, how long it is."),
    shape: computed.of(object({ exact: "number", loud: "bool", note: "string" }), "More about it."),
  },
  timeouts: { read: "1m" },
  async read({ config, api, signal }) {
    await behave(config.name, signal);
    const text = `${api.prefix} ${config.name}${config.tone === "loud" ? "!" : ""}`;
    const words = text.split(" ");
    return {
      text,
      words,
      region: config.region ?? "here",
      lengths: Object.fromEntries(words.map((word) => [word, word.length])),
      shape: { exact: 0.1, loud: config.tone === "loud", note: null },
      ...MISTAKES[config.name],
    };
  },
});

const quiet = dataSourcesOf<Api>()({
  name: "quiet",
  summary: "Nothing to ask for.",
  attributes: { prefix: computed.string("What the provider says.") },
  read: async ({ api }) => ({ prefix: api.prefix }),
});

export const token = ephemeralsOf<Api>()({
  name: "token",
  summary: "A secret for the time of one run.",
  attributes: {
    name: required.string("Whose it is.", { check: [notEmpty] }),
    text: computed.string("The secret.", { sensitive: true }),
    words: computed.of(list("string"), "Its parts."),
  },
  timeouts: { open: "1m" },
  async open({ config, api, signal }) {
    await behave(config.name, signal);
    record(`open ${config.name}`);
    return {
      result: { text: `${api.prefix}-${config.name}-secret`, words: [], ...MISTAKES[config.name] },
      ...(config.name.startsWith("renewed") && { renewAt: new Date(Date.now() + 200) }),
      ...(config.name === "past" && { renewAt: new Date(-1500) }),
      ...(config.name === "never" && { renewAt: new Date(Number.NaN) }),
      keep: { name: config.name, times: 0 },
    };
  },
  async renew({ kept, signal }) {
    await behave(kept.name.replace("renewed-", ""), signal);
    record(`renew ${kept.name} ${kept.times}`);
    return { renewAt: new Date(Date.now() + 200), keep: { ...kept, times: kept.times + 1 } };
  },
  async close({ kept }) {
    record(`close ${kept.name} ${kept.times}`);
    if (kept.name === "sticky") throw new DiagnosticError("Still in use", "Somebody holds it.");
  },
});

const mark = ephemeralsOf<Api>()({
  name: "mark",
  summary: "Something that needs no end.",
  attributes: { label: optional.string("A label."), big: computed.number("A number.") },
  open: async ({ config }) => ({
    result: { big: 1 },
    ...(config.label === "renew" && { renewAt: new Date() }),
  }),
});

export const message = actionsOf<Api>()({
  name: "message",
  summary: "Says something.",
  attributes: {
    name: required.string("To whom.", { check: [notEmpty] }),
    times: optional.number("How often."),
  },
  timeouts: { invoke: "1m" },
  async plan({ config, signal, warn }) {
    if (typeof config.name === "string") await behave(config.name, signal);
    if (config.name === "everybody") warn("name", "Many people", "This reaches all of them.");
  },
  async invoke({ config, api, progress, signal }) {
    for (let time = 1; time <= (config.times ?? 1); time++) progress(`${api.prefix} ${config.name} ${time}`);
    await behave(config.name, signal);
  },
});

const blink = actionsOf<Api>()({
  name: "blink",
  summary: "Does nothing to see.",
  attributes: {},
  invoke: async () => {},
});

const functions = [
  defineFunction({
    name: "join",
    summary: "Joins texts.",
    description: "Puts the `separator` between them.",
    parameters: [param.string("separator", "What stands between.")],
    variadic: param.string("parts", "The texts.", { check: [notEmpty] }),
    returns: "string",
    call: (separator, ...parts) => parts.join(separator),
  }),
  defineFunction({
    name: "or_else",
    summary: "The text, or another one if it is null.",
    parameters: [param.string("text", "A text or null.", { allowNull: true }), param.string("other", "Another text.")],
    returns: "string",
    call: (text, other) => text ?? other,
  }),
  defineFunction({
    name: "is_known",
    summary: "Whether a value is known by now.",
    parameters: [param.of("dynamic", "value", "Any value.", { allowNull: true, allowUnknown: true })],
    returns: "bool",
    call: (value) => !isUnknown(value),
  }),
  defineFunction({
    name: "echo",
    summary: "The same text again, known or not.",
    parameters: [param.string("text", "Any text.", { allowUnknown: true, allowNull: true })],
    returns: "string",
    call: (text) => text,
  }),
  defineFunction({
    name: "total",
    summary: "Adds numbers up.",
    parameters: [param.of(list("number"), "numbers", "The numbers.")],
    returns: "number",
    call: async (numbers) => numbers.reduce((sum, number) => sum + number, 0),
  }),
  defineFunction({
    name: "parse_pair",
    summary: "The two halves of `left/right`.",
    parameters: [param.string("text", "The pair.")],
    variadic: param.string("more", "More of them."),
    returns: object({ left: "string", right: "string" }),
    call: (text, ...more) => {
      const [left, right] = text.split("/");
      if (left === undefined || right === undefined) throw new ArgumentError("text", `"${text}" has no slash.`);
      const bad = more.findIndex((other) => !other.includes("/"));
      if (bad >= 0) throw new ArgumentError("more", `"${more[bad]}" has no slash.`, bad);
      return { left, right };
    },
  }),
  defineFunction({
    name: "misbehave",
    summary: "Goes wrong.",
    parameters: [param.string("how", "In which way.")],
    returns: list("string"),
    call: (how) => {
      if (how === "crash") throw new Error("out of nowhere");
      if (how === "refuse") throw new DiagnosticError("Refused", "It does not like this.");
      if (how === "blame") throw new ArgumentError("nobody", "Somebody is to blame.");
      return { misfit: ["one", 2], nothing: undefined, unknown: UNKNOWN, null: null }[how] as never;
    },
  }),
];

export const kinds: Provider<Api> = defineProvider({
  name: "kinds",
  address: "example.com/test/kinds",
  version: "1.0.0",
  summary: "One of every kind.",
  attributes: settings,
  rules: settingRules,
  meta: moduleMeta,
  resources: [disk, vault, archive, volume, job, relic, shelf],
  dataSources: [greeting, quiet, settingsShown],
  ephemerals: [token, mark],
  actions: [message, blink],
  lists: [shelves],
  functions,
  explain: (error) =>
    error instanceof Absent || error instanceof Gone
      ? { summary: "Not found", detail: error.message, gone: true }
      : undefined,
  async configure({ config }): Promise<Api> {
    if (config.text === "later") throw new Deferral("provider-config-unknown", "The service has no address yet.");
    return {
      prefix: String(config.prefix ?? "hello"),
      world: new World(process.env.KINDS_WORLD),
      settings: settingsText(config),
      module: null,
    };
  },
}) as Provider<Api>;
