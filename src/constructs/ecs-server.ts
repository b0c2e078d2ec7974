import { requireValues, uuid } from "./validation";

/**
 * An ECS, or anything that knows the id of one: an `EcsServer`, a `NicAttachment`, a `DataHuaweiecsNicAttachments`, or an
 * object of your own.
 */
export interface IEcsServer {
  /** The id of the ECS, a UUID in lower case, or a token. */
  readonly serverId: string;
}

/** An ECS that something else manages. */
export class EcsServer implements IEcsServer {
  /**
   * Refers to an ECS by its id.
   *
   * @param serverId the id, such as the `id` of a `ComputeInstance` of the official provider, or of an element of
   * `DataHuaweiecsServers`
   * @throws if the id is known and no UUID in lower case
   */
  public static fromId(serverId: string): EcsServer {
    requireValues([["serverId", serverId, uuid]]);
    return new EcsServer(serverId);
  }

  /** The id of the ECS, a UUID in lower case, or a token. */
  public readonly serverId: string;

  private constructor(serverId: string) {
    this.serverId = serverId;
  }
}
