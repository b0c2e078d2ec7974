import { duration, type Rule } from "./validation";

/** How long each operation may take, retries and waiting included: durations such as `30s`, `10m` or `1h30m`. */
export interface NicTimeouts {
  /**
   * How long creating may take.
   *
   * @default "10m"
   */
  readonly create?: string;

  /**
   * How long reading may take.
   *
   * @default "5m"
   */
  readonly read?: string;

  /**
   * How long a change may take.
   *
   * @default "10m"
   */
  readonly update?: string;

  /**
   * How long destroying may take.
   *
   * @default "10m"
   */
  readonly delete?: string;
}

export function timeoutRules(timeouts: NicTimeouts = {}): Rule[] {
  const { create, read, update, delete: deletion } = timeouts;
  return [
    ["timeouts.create", create, duration],
    ["timeouts.read", read, duration],
    ["timeouts.update", update, duration],
    ["timeouts.delete", deletion, duration],
  ];
}
