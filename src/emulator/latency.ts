import { seededRandom } from "./random";
import type { Settings } from "./settings";

/** How long each answer waits, as the setting says at that moment; from a range, drawn by chance that a seed begins. */
export class LatencyDraw {
  readonly #settings: Readonly<Pick<Settings, "latency">>;
  #random = seededRandom(0);

  constructor(settings: Readonly<Pick<Settings, "latency">>) {
    this.#settings = settings;
  }

  /** Begins the draws anew: the same seed gives the same waits. */
  reseed(seed: number): void {
    this.#random = seededRandom(seed);
  }

  /** Milliseconds. */
  next(): number {
    const { latency } = this.#settings;
    return typeof latency === "number" ? latency : latency.min + this.#random() * (latency.max - latency.min);
  }
}
