/** Taking an object over from another resource type: Terraform's `moved` blocks across types and providers. */
import type { Attributes, State } from "./attributes";
import { emptyState } from "./observe";
import type { Resource } from "./resource";
import { attributesOf, objectMembers } from "./schema";
import { convert, failed, isStoredObject, shapedBy, type Upgraded } from "./upgrade";
import type { ValueRecord } from "./value";

export interface MoveSource<A extends Attributes> {
  /** The provider that has the type: `namespace/name`, in whichever registry. This provider when absent. */
  readonly provider?: string;
  /** The full type name: `huaweicloud_compute_interface_attach`. */
  readonly type: string;
  /** What is needed of its attributes and blocks; names and types are all that counts. */
  readonly attributes: A;
}

/** How state of one other type becomes state of this one. */
export interface Move<New = unknown> {
  readonly source: MoveSource<Attributes>;
  move(state: ValueRecord): New;
}

/**
 * Declares a move; the source's state type follows from its attributes. What the new state leaves out is filled by the
 * read that follows, and all else that an object is must be in it. It must not need the API.
 */
export function moveFrom<const Old extends Attributes, New>(
  source: MoveSource<Old>,
  move: (state: State<Old>) => New,
): Move<New> {
  // The source's type ends here; its state is brought to these attributes before the move sees it.
  return { source, move: move as unknown as Move<New>["move"] };
}

/** What a `moved` block asks for. */
export interface MoveRequest {
  /** The source address in full: `registry.terraform.io/huaweicloud/huaweicloud`. */
  readonly provider: string;
  readonly type: string;
  /** In JSON form, as the source stored it. */
  readonly stored: unknown;
}

export interface Moved extends Upgraded {
  /** Whether the source is a type of the same provider, whose private state is then ours to read. */
  readonly isOwn: boolean;
}

/** @param own the address of the provider that has the resource */
export function moveState<Api>(resource: Resource<Api>, request: MoveRequest, own: string): Moved {
  return { ...convertFrom(resource, request, own), isOwn: withoutHost(request.provider) === withoutHost(own) };
}

function convertFrom<Api>(resource: Resource<Api>, { provider, type, stored }: MoveRequest, own: string): Upgraded {
  const isSource = ({ source }: Move) =>
    source.type === type && withoutHost(source.provider ?? own) === withoutHost(provider);
  const move = resource.moves.find(isSource);
  if (move === undefined) {
    return failed(
      "Move is not supported",
      `A ${own.split("/").at(-1)}_${resource.name} cannot be moved from ${type} of ${provider}. ${sourcesOf(resource)}`,
    );
  }
  if (!isStoredObject(stored)) return failed("Unreadable state", `The stored state of ${type} is no JSON object.`);
  const what = `The move from ${type} to ${resource.name}`;
  const start = emptyState(resource);
  const older = shapedBy(move.source.attributes, stored);
  const { state, diagnostics } = convert(what, objectMembers(resource.schema), () => {
    const moved = move.move(older);
    return isStoredObject(moved) ? { ...attributesOf(resource.schema, start), ...moved } : moved;
  });
  return { state: state && { ...start, ...state }, diagnostics };
}

// The same provider may come from another registry, or from a mirror.
function withoutHost(address: string): string {
  return address.split("/").slice(-2).join("/");
}

function sourcesOf<Api>({ moves }: Resource<Api>): string {
  if (moves.length === 0) return "It cannot be moved from any other type.";
  return `It can be moved from ${moves.map(({ source }) => source.type).join(", ")}.`;
}
