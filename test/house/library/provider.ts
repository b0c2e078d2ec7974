/** A provider that has one of everything that is generated from: it is described, and never run. */
import {
  actionsOf,
  assigned,
  atLeast,
  atMostOneOf,
  block,
  computed,
  dataSourcesOf,
  defaulted,
  defineFunction,
  defineProvider,
  ephemeralsOf,
  list,
  listsOf,
  map,
  moveFrom,
  notEmpty,
  object,
  oneOf,
  optional,
  type Provider,
  param,
  required,
  resourcesOf,
  set,
  uuid,
} from "../../../src/terraform";

function unused(): never {
  throw new Error("The library is described, and never run.");
}

const timeouts = { create: "20m", read: "1m", update: "20m", delete: "1h30m" };

const book = resourcesOf<null>()({
  name: "book",
  summary: "A book on a shelf.",
  description: "Buys the book, and gives it away in the end.",
  version: 2,
  attributes: {
    id: computed.string("Its id.", { stable: true }),
    shelf_id: required.string("Where it stands.", { replace: true, check: [uuid] }),
    title: required.string("What it is called.", { replace: true, check: [notEmpty] }),
    author: required.object(
      {
        name: required.string("In full.", { check: [notEmpty] }),
        born: optional.number("The year.", { check: [atLeast(1)] }),
        also_wrote: computed.of(list("string"), "Other titles."),
      },
      "Who wrote it.",
    ),
    chapters: optional.objectList(
      {
        heading: required.string("Above the text."),
        language: defaulted.string("In which language.", { default: "en" }),
        figures: optional.objectSet({ caption: required.string("Below it.") }, "Its pictures."),
      },
      "Its chapters, in order.",
    ),
    editions: optional.objectMap({ pages: required.number("How many.") }, "By year.", { deprecated: "Use chapters." }),
    loans: computed.objectList({ reader: computed.string("Who.", { sensitive: true }) }, "Who has had it."),
    binding: defaulted.string("How it is bound.", {
      default: "paper",
      check: [oneOf("paper", "cloth")],
      replace: true,
    }),
    copies: defaulted.number("How many to buy. Defaults to one.", { default: 1, replace: (before) => before === 2 }),
    keywords: defaulted.of(list("string"), "What it is about.", { default: ["new", "unread"] }),
    comment: defaulted.string("What people say,\nin their words.", { default: "" }),
    branch: assigned.string("The branch of the library.", { stable: true, replace: "configured", nullable: true }),
    prices: optional.of(map("number"), "By currency."),
    shelves_before: computed.of(list(object({ shelf_id: "string", years: set("number") })), "Where it stood."),
    index: optional.of(list(object({ word: "string", places: list(object({ page: "number" })) })), "Where words are."),
    extra: optional.of("dynamic", "Anything else."),
    stamp: optional.string("Only for the press.", { sensitive: true, writeOnly: true }),
    cover: optional.string("A picture.", { deprecated: "Use jacket." }),
    jacket: block.single({ colour: optional.string("Its colour.") }, "What is around it."),
    wrapping: block.single({ paper: required.string("Which.") }, "What it is sent in.", { min: 1, max: 1 }),
    stamps: block.group({ ink: optional.string("Its colour.") }, "Who owns it."),
    supplier: block.list(
      {
        name: required.string("Its name."),
        contact: block.set({ mail: optional.string("An address.") }, "Whom to ask."),
      },
      "Where to buy it.",
      { min: 1, max: 3 },
    ),
    spine: block.list({ text: optional.string("What is on it.") }, "Its back.", { max: 1 }),
    award: block.set({ year: optional.number("When.") }, "What it has won.", { min: 2 }),
    review: block.set({ stars: required.number("From 1 to 5.") }, "What papers say.", { deprecated: "Use comment." }),
  },
  rules: [atMostOneOf("cover", "prices")],
  identity: ["branch", "shelf_id", "title"],
  identityVersion: 1,
  timeouts,
  moves: [
    moveFrom({ type: "library_volume", attributes: {} }, unused),
    moveFrom({ provider: "elsewhere/archive", type: "archive_item", attributes: {} }, unused),
  ],
  create: unused,
  read: unused,
  update: unused,
  delete: unused,
  import: { format: "[<branch>/]<shelf_id>/<title>", identify: unused, observe: unused },
});

const atlas = resourcesOf<null>()({
  name: "atlas",
  summary: "A book of maps.",
  attributes: { map: block.map({ scale: optional.number("How small.") }, "By place.") },
  timeouts,
  create: unused,
  read: unused,
  update: unused,
  delete: unused,
});

const loan = resourcesOf<null>()({
  name: "loan",
  summary: "A book that somebody has.",
  attributes: {
    book_id: required.string("Which.", { replace: true }),
    number: assigned.number("How many loans of it there were before.", { replace: true, stable: true }),
    readers: required.of(list("string"), "Who has it.", { replace: true }),
    overdue: computed.bool("Whether it is late.", { stable: true }),
  },
  identity: ["book_id", "number", "readers", "overdue"],
  timeouts,
  create: unused,
  read: unused,
  update: unused,
  delete: unused,
  import: { format: "<book_id>/<number>", identify: unused, observe: unused },
});

const volume = resourcesOf<null>()({
  name: "volume",
  summary: "A book of a series.",
  deprecated: "Use library_book.",
  attributes: {},
  timeouts,
  create: unused,
  read: unused,
  update: unused,
  delete: unused,
});

const books = dataSourcesOf<null>()({
  name: "books",
  summary: "Finds books.",
  attributes: {
    about: optional.string("A keyword."),
    filter: block.list({ name: required.string("Of what."), values: required.of(set("string"), "Any of.") }, "More."),
    found: computed.objectMap(
      {
        title: computed.string("Its title."),
        author: computed.object({ name: computed.string("In full.") }, "Who wrote it."),
      },
      "The books, by id.",
    ),
  },
  timeouts: { read: "2m" },
  read: unused,
});

const hours = dataSourcesOf<null>()({
  name: "hours",
  summary: "When the library is open.",
  attributes: { text: computed.string("The hours.") },
  read: unused,
});

const place = dataSourcesOf<null>()({
  name: "place",
  summary: "Where a book stands.",
  attributes: {
    book_id: required.string("Which."),
    at: computed.of(["tuple", ["string", "number"]], "The shelf, and how many books come before."),
  },
  read: unused,
});

const card = ephemeralsOf<null>()({
  name: "card",
  summary: "A reader's card for one visit.",
  attributes: { reader: required.string("Whose."), number: computed.string("Its number.", { sensitive: true }) },
  open: unused,
});

const lend = actionsOf<null>()({
  name: "lend",
  summary: "Lends a book.",
  attributes: { book_id: required.string("Which."), days: optional.number("For how long.") },
  timeouts: { invoke: "1m" },
  invoke: unused,
});

const bookList = listsOf<null>()({
  resource: book,
  summary: "Every book of a shelf.",
  attributes: { shelf_id: required.string("The shelf.", { check: [uuid] }), about: optional.string("A keyword.") },
  timeouts: { list: "5m" },
  list: unused,
});

const loanList = listsOf<null>()({ resource: loan, summary: "Every loan.", attributes: {}, list: unused });

const functions = [
  defineFunction({
    name: "book_id",
    summary: "The id of a book.",
    description: "As an import wants it.",
    parameters: [param.string("shelf_id", "The shelf.", { check: [uuid] }), param.string("title", "The title.")],
    returns: "string",
    call: unused,
  }),
  defineFunction({
    name: "oldest",
    summary: "The oldest of some books.",
    parameters: [param.bool("strict", "Whether all must have a year.", { allowNull: true })],
    variadic: param.of(object({ title: "string", year: "number" }), "books", "The books.", { allowUnknown: true }),
    returns: object({ title: "string", authors: list(object({ name: "string" })) }),
    call: unused,
  }),
  defineFunction({
    name: "authors",
    summary: "Who wrote it.",
    parameters: [param.of("dynamic", "book", "A book, however it is known.")],
    returns: list(object({ name: "string" })),
    call: unused,
  }),
  defineFunction({
    name: "split_id",
    summary: "The shelf and the title in an id.",
    parameters: [param.string("id", "The id.")],
    returns: ["tuple", ["string", "string"]],
    call: unused,
  }),
  defineFunction({
    name: "motto",
    summary: "What is above the door.",
    parameters: [],
    returns: "string",
    call: unused,
  }),
];

export const library: Provider<null> = defineProvider({
  name: "library",
  address: "registry.terraform.io/house/library",
  version: "3.4.5",
  summary: "Manages a library.",
  attributes: {
    token: required.string("Opens the door.", { sensitive: true }),
    rooms: block.list({ name: required.string("On the door.") }, "The rooms to look in."),
    city: optional.string("Where it is."),
    country: optional.string("Where that is."),
  },
  rules: [atMostOneOf("city", "country")],
  resources: [book, atlas, loan, volume],
  dataSources: [books, hours, place],
  ephemerals: [card],
  actions: [lend],
  lists: [bookList, loanList],
  functions,
  explain: () => undefined,
  configure: async () => null,
});
