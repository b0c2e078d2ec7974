/** Finding servers: what is asked of ECS, and what is looked at afterwards because ECS does not. */
import type { Cloud, Server, ServerSearch } from "../cloud";
import { type Check, map, notEmpty, optional, set, uuid } from "../terraform";

/** Which servers. All that are given must hold; what is null or absent is not asked about. */
export interface ServerCriteria {
  readonly region?: string | null | undefined;
  /** Servers that do not exist are not found. */
  readonly ids?: readonly string[] | null | undefined;
  /** A part of the name, in upper or lower case; `.` stands for any character. */
  readonly name?: string | null | undefined;
  readonly status?: string | null | undefined;
  /** A part of an IPv4 address, floating ones included. */
  readonly ipAddress?: string | null | undefined;
  readonly flavorId?: string | null | undefined;
  readonly availabilityZone?: string | null | undefined;
  /** By key; an empty value stands for any. */
  readonly tags?: Readonly<Record<string, string>> | null | undefined;
  /** `all_granted_eps` for all. */
  readonly enterpriseProjectId?: string | null | undefined;
}

const uuids: Check<readonly string[]> = {
  text: "a set of UUIDs in lower case such as `4f4b3dfa-eb70-47cf-a60a-998a53bd598a`",
  test: (ids) => ids.every((id) => uuid.test(id)),
};

/** No name of a server has the characters that make a regular expression, and ECS may take them for one. */
export const partOfName: Check<string> = {
  text: "a part of a server's name, in which `.` stands for any character and nothing else is special",
  test: (value) => /^[^\\^$*+?()[\]{}|]+$/.test(value),
};

/** ECS separates tags with commas. A null, which Terraform lets into a map, is no text. */
const tags: Check<Readonly<Record<string, string | null>>> = {
  text: "a map of tags with a key each, no comma anywhere and no `=` in a key; an empty value stands for any",
  test: (given) =>
    Object.entries(given).every(([key, value]) => /^[^,=]+$/.test(key) && value?.includes(",") === false),
};

/** The arguments that a search has wherever it is made, whatever they are called there. */
export const serverArguments = {
  ids: optional.of(set("string"), "Only ECSs with these ids. Ids that do not exist are left out.", { check: [uuids] }),
  name: optional.string("Only ECSs with this in their names. `.` stands for any character.", { check: [partOfName] }),
  tags: optional.of(map("string"), "Only ECSs with all these tags. An empty value asks for the key alone.", {
    check: [tags],
  }),
  enterpriseProjectId: optional.string(
    "Only ECSs of this enterprise project; `all_granted_eps` for all of them. Defaults to the provider's, unless ids are given.",
    { check: [notEmpty] },
  ),
};

/** Finds servers page by page, while they are read. Throws `CloudError`. */
export async function* findServers(
  cloud: Cloud,
  criteria: ServerCriteria,
  signal: AbortSignal,
): AsyncGenerator<Server, void, void> {
  const { region } = criteria;
  for (const search of searchesFor(criteria)) {
    for await (const server of cloud.servers({ region: region ?? undefined, ...search }, { signal })) {
      if (fits(server, criteria)) yield server;
    }
  }
}

/** A hundred ids are as many as ECS takes, and as many as a whole page has, which makes it look like there is another. */
const MOST_IDS = 99;

/** With ids, ECS looks at nothing else. */
function searchesFor(criteria: ServerCriteria): ServerSearch[] {
  const { ids, name, status, ipAddress, flavorId, tags, enterpriseProjectId } = criteria;
  if (ids) {
    const count = Math.ceil(ids.length / MOST_IDS);
    return Array.from({ length: count }, (_, index) => ({ ids: ids.slice(index * MOST_IDS, (index + 1) * MOST_IDS) }));
  }
  const search = {
    name: name ?? undefined,
    status: status ?? undefined,
    ip: ipAddress ?? undefined,
    flavorId: flavorId ?? undefined,
    tags: Object.entries(tags ?? {}).map(([key, value]) => (value === "" ? key : `${key}=${value}`)),
  };
  // Where it is absent the provider's holds, and where it is undefined none.
  return [enterpriseProjectId ? { ...search, enterpriseProjectId } : search];
}

function fits(server: Server, criteria: ServerCriteria): boolean {
  const { ids, name, status, ipAddress, flavorId, availabilityZone, tags, enterpriseProjectId } = criteria;
  const is = (wanted: string | null | undefined, value: string) => !wanted || wanted === value;
  if (!is(availabilityZone, server.availabilityZone)) return false;
  return (
    !ids ||
    (is(status, server.status) &&
      is(flavorId, server.flavorId) &&
      (enterpriseProjectId === ALL_ENTERPRISE_PROJECTS || is(enterpriseProjectId, server.enterpriseProjectId)) &&
      (!name || new RegExp(name, "i").test(server.name)) &&
      (!ipAddress || server.addresses.some((each) => each.version === 4 && each.ipAddress.includes(ipAddress))) &&
      Object.entries(tags ?? {}).every(([key, value]) => hasTag(server, key, value)))
  );
}

const ALL_ENTERPRISE_PROJECTS = "all_granted_eps";

/** A tag without a value may be a key alone. */
function hasTag({ tags }: Server, key: string, value: string): boolean {
  return tags.some((tag) => tag === `${key}=${value}` || (value === "" && (tag === key || tag.startsWith(`${key}=`))));
}
