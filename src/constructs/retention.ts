/** What becomes of a NIC, with its IP and MAC address, when it is detached or its ECS is deleted. */
export enum NicRetention {
  /** It stays: `delete_on_termination = false`. */
  KEEP = "keep",

  /** It is deleted: `delete_on_termination = true`. */
  DELETE = "delete",
}

/** The same as the provider's argument says it. */
export function deletesNic(retention: NicRetention): boolean {
  return retention === NicRetention.DELETE;
}
