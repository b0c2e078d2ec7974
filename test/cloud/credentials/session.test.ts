import fc from "fast-check";
import { CloudError, type CloudErrorKind, type LogFields, Secret } from "../../../src/cloud";
import { createSession } from "../../../src/cloud/credentials/session";
import type { Grant, Obtained, ObtainOptions } from "../../../src/cloud/credentials/source";
import { createRedaction } from "../../../src/cloud/redaction";

const minute = 60_000;
const hour = 60 * minute;

function failure(kind: CloudErrorKind = "server-error", retryable = true): CloudError {
  const details = { kind, serviceMessage: "IAM is down", method: "POST", url: "https://iam", attempts: 6 } as const;
  return new CloudError({ ...details, retryable, mayHaveHappened: false });
}

/** A source that the test decides for, and a clock that it moves. */
function stage(options: { lifetime?: number | undefined; renewable?: boolean; held?: boolean } = {}) {
  const { lifetime = hour, renewable = true, held = false } = options;
  const time = { now: 1_700_000_000_000 };
  const warnings: LogFields[] = [];
  const asked: { give: () => void; fail: (error?: CloudError) => void; options: ObtainOptions }[] = [];
  const state = { broken: undefined as CloudError | undefined };
  const source = {
    name: "a source",
    renewable,
    obtain: (options: ObtainOptions) =>
      new Promise<Obtained>((resolve, reject) => {
        const token = new Secret(`CANARY-token-${asked.length + 1}`);
        const expiresAt = lifetime === Number.POSITIVE_INFINITY ? undefined : time.now + lifetime;
        const give = () => resolve({ grant: { token }, expiresAt });
        const fail = (error = failure()) => reject(error);
        asked.push({ give, fail, options });
        if (state.broken) fail(state.broken);
        else if (!held) give();
      }),
  };
  const log = {
    trace: () => {},
    debug: () => {},
    warn: (_message: string, fields: LogFields) => warnings.push(fields),
  };
  const session = createSession(source, "those of a source", {
    log,
    redaction: createRedaction(),
    date: () => time.now,
  });
  return { session, time, asked, warnings, state };
}

const shown = (grant: Grant) => ("token" in grant ? grant.token.reveal().replace("CANARY-token-", "") : "keys");

test("nothing is asked for before the first grant is", async () => {
  const { session, asked } = stage();
  expect(asked).toHaveLength(0);
  expect(shown(await session.grant())).toBe("1");
});

test.each([
  ["an hour", hour, hour - 10 * minute],
  ["a day", 24 * hour, 24 * hour - 10 * minute],
  ["twelve minutes", 12 * minute, 9 * minute],
])("what is valid for %s is renewed shortly before its end, and not earlier", async (_what, lifetime, due) => {
  const { session, time, asked } = stage({ lifetime });
  const start = time.now;
  await session.grant();
  time.now = start + due - 1;
  expect(shown(await session.grant())).toBe("1");
  time.now = start + due;
  expect(shown(await session.grant())).toBe("2");
  expect(asked).toHaveLength(2);
});

test("what has no end is never renewed", async () => {
  const { session, time, asked } = stage({ lifetime: Number.POSITIVE_INFINITY });
  await session.grant();
  time.now += 1_000 * hour;
  await session.grant();
  expect(asked).toHaveLength(1);
});

test("an answer that has ended already by this machine's clock is used for a minute, not asked for again at once", async () => {
  const { session, time, asked } = stage({ lifetime: -hour });
  for (let count = 0; count < 10; count++) await session.grant();
  expect(asked).toHaveLength(1);
  time.now += minute;
  await session.grant();
  expect(asked).toHaveLength(2);
});

test("a hundred callers wait for one sign-in, and at its end for one renewal", async () => {
  const { session, time, asked } = stage({ held: true });
  for (const round of ["1", "2"]) {
    const waiting = Promise.all(Array.from({ length: 100 }, () => session.grant()));
    asked.at(-1)?.give();
    expect(new Set((await waiting).map(shown))).toEqual(new Set([round]));
    time.now += hour;
  }
  expect(asked).toHaveLength(2);
});

test("a renewal that fails while the old credentials live is a warning, and is tried again a minute later", async () => {
  const { session, time, asked, warnings, state } = stage();
  await session.grant();
  state.broken = failure();
  time.now += hour - 5 * minute;
  expect(shown(await session.grant())).toBe("1");
  expect(shown(await session.grant())).toBe("1");
  expect(asked).toHaveLength(2);
  expect(warnings).toMatchObject([{ source: "a source", reason: expect.stringContaining("IAM is down") }]);
  time.now += minute;
  expect(shown(await session.grant())).toBe("1");
  expect(asked).toHaveLength(3);
  state.broken = undefined;
  time.now += minute;
  expect(shown(await session.grant())).toBe("4");
});

test("a renewal that fails when the old credentials have ended fails the call", async () => {
  const { session, time, state } = stage();
  await session.grant();
  state.broken = failure();
  time.now += hour;
  await expect(session.grant()).rejects.toMatchObject({ kind: "server-error" });
  state.broken = undefined;
  expect(shown(await session.grant())).toBe("3");
});

test("a final failure is asked for once only, however many callers come", async () => {
  const { session, asked, state } = stage();
  state.broken = failure("sign-in-refused", false);
  for (let count = 0; count < 5; count++) {
    await expect(session.grant()).rejects.toMatchObject({ kind: "sign-in-refused" });
  }
  expect(asked).toHaveLength(1);
});

test("a refused grant is replaced once for all who were refused with it, and a refused replacement is not", async () => {
  const { session, asked } = stage();
  const first = await session.grant();
  expect([session.refused(first), session.refused(first)]).toEqual([true, true]);
  const second = await session.grant();
  expect(shown(second)).toBe("2");
  expect(session.refused(first)).toBe(true);
  expect(session.refused(second)).toBe(false);
  expect(shown(await session.grant())).toBe("2");
  session.accepted(second);
  expect(session.refused(second)).toBe(true);
  expect(shown(await session.grant())).toBe("3");
  expect(asked).toHaveLength(3);
});

test("what cannot be renewed is not replaced when it is refused", async () => {
  const { session, asked } = stage({ renewable: false, lifetime: Number.POSITIVE_INFINITY });
  expect(session.refused(await session.grant())).toBe(false);
  expect(asked).toHaveLength(1);
});

test("a caller that leaves does not take the sign-in away from the others; when all have left it is cancelled", async () => {
  const { session, asked } = stage({ held: true });
  const [leaves, stays] = [new AbortController(), new AbortController()];
  const leaving = session.grant(leaves.signal);
  const staying = session.grant(stays.signal);
  leaves.abort();
  await expect(leaving).rejects.toMatchObject({ kind: "cancelled" });
  expect(asked[0]?.options.signal.aborted).toBe(false);
  stays.abort();
  await expect(staying).rejects.toMatchObject({ kind: "cancelled" });
  expect(asked[0]?.options.signal.aborted).toBe(true);
  const next = session.grant();
  asked[1]?.give();
  expect(shown(await next)).toBe("2");
});

/** A stage on which sign-ins are answered when the test says so, and which watches the two promises. */
function watched() {
  const { session, time, asked } = stage({ held: true });
  const born = new Map<string, number>();
  const open = new Set<(typeof asked)[number]>();
  const waiting: Promise<unknown>[] = [];
  let last: Grant | undefined;
  const endCurrent = (how: "give" | "fail") => {
    const [current] = open;
    if (current === undefined) return;
    open.delete(current);
    current[how]();
  };
  const steps = {
    ask: () => {
      const call = session.grant().then((grant) => {
        last = grant;
        expect(time.now).toBeLessThan((born.get(shown(grant)) ?? 0) + hour);
      });
      waiting.push(call.catch((error) => expect(error).toBeInstanceOf(CloudError)));
    },
    give: () => endCurrent("give"),
    fail: () => endCurrent("fail"),
    refuse: () => last && session.refused(last),
    // Time passes only while nobody waits: a grant may end between its sign-in's answer and its use.
    pass: (milliseconds: number) => {
      if (open.size === 0) time.now += milliseconds;
    },
  };
  return {
    async play(kind: keyof typeof steps, milliseconds: number) {
      const before = asked.length;
      steps[kind](milliseconds);
      await new Promise((resolve) => setImmediate(resolve));
      for (const [index, sent] of asked.slice(before).entries()) {
        open.add(sent);
        born.set(String(before + index + 1), time.now);
      }
      expect(open.size).toBeLessThanOrEqual(1);
    },
    async finish() {
      endCurrent("give");
      await Promise.all(waiting);
    },
  };
}

test("whatever happens in whatever order, one sign-in at a time is under way, and no grant is used after its end", async () => {
  const kind = fc.constantFrom("ask", "give", "fail", "refuse", "pass");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(kind, fc.nat({ max: 2 * hour })), { maxLength: 30 }), async (steps) => {
      const { play, finish } = watched();
      for (const [name, milliseconds] of steps) await play(name, milliseconds);
      await finish();
    }),
    { numRuns: 300 },
  );
});
