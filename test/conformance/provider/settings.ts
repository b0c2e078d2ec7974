/** What the provider block may say: a value of every type, nested attributes and blocks. */
import {
  allOrNoneOf,
  atLeast,
  atMostOneOf,
  block,
  computed,
  dataSourcesOf,
  isUnknown,
  list,
  map,
  metaOf,
  notEmpty,
  object,
  optional,
  required,
  set,
} from "../../../src/terraform";
import type { Api } from "./api";

const proxy = {
  host: required.string("Its host.", { check: [notEmpty] }),
  port: optional.number("Its port.", { check: [atLeast(1)] }),
};

export const settings = {
  prefix: optional.string("What its greetings begin with."),
  greeting: optional.string("What its greetings begin with.", { deprecated: "Use prefix." }),
  text: optional.string("A text."),
  number: optional.number("A number."),
  flag: optional.bool("A bool."),
  any: optional.of("dynamic", "Anything."),
  texts: optional.of(list("string"), "A list."),
  numbers: optional.of(set("number"), "A set."),
  flags: optional.of(map("bool"), "A map."),
  shape: optional.of(object({ name: "string", sizes: list("number") }), "An object."),
  one: optional.object({ ...proxy, key: optional.string("A key.", { sensitive: true }) }, "A nested object."),
  some: optional.objectList(proxy, "Nested objects in order."),
  loose: optional.objectSet(proxy, "Nested objects without order."),
  named: optional.objectMap(proxy, "Nested objects by name."),
  single: block.single({ ...proxy, inner: block.list(proxy, "Blocks inside.") }, "A block."),
  group: block.group({ day: optional.string("A day.") }, "A block that is always there."),
  item: block.list(proxy, "Blocks in order.", { max: 2 }),
  tag: block.set(proxy, "Blocks without order."),
  entry: block.map(proxy, "Blocks by label."),
  user: optional.string("A user."),
  key: optional.string("The user's key.", { sensitive: true, check: [notEmpty] }),
  token: optional.string("Instead of user and key.", { sensitive: true }),
};

export const settingRules = [allOrNoneOf("user", "key"), atMostOneOf("user", "token")];

/** The settings as JSON, with a mark for what is not known yet. */
export function settingsText(config: object): string {
  return JSON.stringify(config, (_name, value) => (isUnknown(value) ? "(unknown)" : value));
}

export const settingsShown = dataSourcesOf<Api>()({
  name: "settings",
  summary: "What the provider was told.",
  attributes: {
    text: computed.string("The provider block, as JSON."),
    module: computed.string("The module that asks."),
  },
  read: async ({ api }) => ({ text: api.settings, module: String(api.module) }),
});

/** What a module says of itself. */
export const moduleMeta = metaOf<Api>()(
  { module: required.string("Its name."), tags: optional.of(list("string"), "More about it.") },
  (api, { module, tags }) => ({ ...api, module: [module, ...(tags ?? [])].join("+") }),
);
