import { type Fault, parseFault } from "./faults";
import { requireArray, requireNumber, requireObject } from "./input-checks";
import { parseSettings, type Settings } from "./settings";

/**
 * How an emulator misbehaves: a JSON document.
 *
 * ```json
 * { "seed": 7,
 *   "settings": { "latency": { "min": 20, "max": 200 }, "jobDuration": 3000 },
 *   "faults": [ { "route": "UpdateServerInterface", "probability": 0.2, "times": "always", "respond": "system-error" } ] }
 * ```
 */
export interface Scenario {
  /** Where the chances begin: the same number and the same requests give the same faults and latencies. Defaults to 0. */
  seed?: number;
  settings?: Partial<Settings>;
  faults?: Fault[];
}

/**
 * Reads a scenario from parsed JSON.
 *
 * @throws InvalidInput naming the path and the problem, for example `faults[2].probability must be a number from 0 to 1.`
 */
export function parseScenario(document: unknown): Scenario {
  const { seed, settings, faults } = requireObject(document, "", ["seed", "settings", "faults"]);
  return {
    ...(seed !== undefined && { seed: requireNumber(seed, "seed", 0, 2 ** 32 - 1) }),
    ...(settings !== undefined && { settings: parseSettings(settings, "settings") }),
    ...(faults !== undefined && {
      faults: requireArray(faults, "faults").map((fault, index) => parseFault(fault, `faults[${index}]`)),
    }),
  };
}
