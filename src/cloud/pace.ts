/** Spreads requests evenly over time, so that no second sees more than so many of them. */
export interface Pace {
  /** Resolves at the caller's turn, or as soon as `signal` fires: the caller looks at the signal then. */
  turn(signal?: AbortSignal): Promise<void>;
}

export interface Clock {
  /** Milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** `perSecond` requests in a second; undefined for as many as there are. */
export function createPace(perSecond: number | undefined, { now, sleep }: Clock): Pace {
  if (perSecond === undefined) return { turn: async () => undefined };
  const distance = 1_000 / perSecond;
  let next = Number.NEGATIVE_INFINITY;
  return {
    async turn(signal) {
      const time = now();
      const mine = Math.max(time, next);
      next = mine + distance;
      if (mine > time) await sleep(mine - time, signal);
    },
  };
}
