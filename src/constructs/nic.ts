import { requireValues, uuid } from "./validation";

/**
 * A NIC, or anything that knows its port: a `Nic`, a `NicAttachment`, an element of `DataHuaweiecsNicAttachments`, a
 * `ComputeInterfaceAttach` of the official provider, or an object of your own.
 */
export interface INic {
  /** The id of the NIC's port, which is the NIC's id: a UUID in lower case, or a token. */
  readonly portId: string;
}

/** A NIC that something else attached. */
export class Nic implements INic {
  /**
   * Refers to a NIC by its port.
   *
   * @param portId the port's id, such as the `port` of a `ComputeInstance`'s network in the official provider
   * @throws if the id is known and no UUID in lower case
   */
  public static fromPortId(portId: string): Nic {
    requireValues([["portId", portId, uuid]]);
    return new Nic(portId);
  }

  /** The id of the NIC's port, which is the NIC's id: a UUID in lower case, or a token. */
  public readonly portId: string;

  private constructor(portId: string) {
    this.portId = portId;
  }
}
