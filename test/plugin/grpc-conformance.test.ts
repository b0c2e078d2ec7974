/**
 * What the gRPC specification asks of every server, beside what grpc.test.ts tells of this one: the cases follow those
 * that connectrpc/conformance lists for gRPC servers.
 */
import { once } from "node:events";
import net from "node:net";
import * as grpc from "@grpc/grpc-js";
import { frame } from "../../src/plugin/frames";
import { bidirectional, type Call, clientStream, serverStream, unary } from "../../src/plugin/grpc";
import { encode } from "../../src/plugin/protobuf";
import * as wire from "../../src/plugin/protocol/messages.generated";
import { Status, StatusError } from "../../src/plugin/status";
import { cancellation, ending, openingOf } from "./support/http2-frames";
import { answerOf } from "./support/raw";
import type { RunningServer } from "./support/server";
import { serving } from "./support/serving";
import { pause, until } from "./support/until";

const { ProviderService, GoPluginGRPCStdioService, GoPluginGRPCBrokerService } = wire;
const READ = ProviderService.ReadResource.path;
const WRITE = ProviderService.WriteStateBytes.path;
const STREAM = GoPluginGRPCStdioService.StreamStdio.path;
const TALK = GoPluginGRPCBrokerService.StartStream.path;

const start = serving();
const sockets: net.Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

function dial({ target }: RunningServer): net.Socket {
  const [host, port] = target.split(":");
  const socket = net.connect(Number(port), host);
  sockets.push(socket);
  return socket.resume();
}

const request = frame(encode(wire.ReadResourceRequest, { private: Buffer.from("x") }));
const echo = unary(ProviderService.ReadResource, ({ private: content }) => ({ private: content }));
const never = () => new Promise<never>(() => undefined);

const failures = Object.entries(Status)
  .filter(([, code]) => code !== Status.OK)
  .map(([name, code]) => [code, `${name}: größer als 100 %, "日本", 😀\r\n\tu%20`] as const);

describe("a status", () => {
  test("has one of seventeen codes", () => {
    expect(Object.values(Status)).toEqual(Array.from({ length: 17 }, (_, code) => code));
    for (const [name, code] of Object.entries(Status)) expect(grpc.status[code]).toBe(name);
  });

  test.each(failures)("%d comes with its text, and without a message before it in the headers", async (code, text) => {
    const { peer, raw } = await start(
      unary(ProviderService.ReadResource, () => {
        throw new StatusError(code, text);
      }),
    );
    await expect(peer.call("ReadResource")).rejects.toMatchObject({ code, details: text });
    const stream = raw.open(READ);
    let trailers = 0;
    stream.on("trailers", () => trailers++);
    stream.end(request);
    const [headers] = await once(stream, "response");
    expect(headers).toMatchObject({ ":status": 200, "content-type": "application/grpc", "grpc-status": String(code) });
    await once(stream.resume(), "close");
    expect(trailers).toBe(0);
  });

  test.each(failures)("%d comes with its text after messages too", async (code, text) => {
    const { peer } = await start(
      serverStream(GoPluginGRPCStdioService.StreamStdio, async function* () {
        yield { data: Buffer.from("one") };
        yield { data: Buffer.from("two") };
        throw new StatusError(code, text);
      }),
    );
    const call = peer.stdio.StreamStdio({});
    const received: string[] = [];
    call.on("data", ({ data }: { data: Buffer }) => received.push(String(data)));
    const [error] = await once(call, "error");
    expect(error).toMatchObject({ code, details: text });
    expect(received).toEqual(["one", "two"]);
  });

  test("ends a stream of requests that is not read to its end", async () => {
    const { raw } = await start(
      clientStream(ProviderService.WriteStateBytes, async (chunks) => {
        for await (const _chunk of chunks) throw new StatusError(Status.OUT_OF_RANGE, "enough");
        return {};
      }),
      echo,
    );
    const answer = await raw.send(WRITE, Buffer.alloc(2_000_000, frame(Buffer.alloc(0))));
    expect(answer).toMatchObject({ code: Status.OUT_OF_RANGE, message: "enough" });
    expect(await raw.send(READ, request)).toMatchObject({ code: Status.OK });
  });

  test("that is OK may come before the client has finished", async () => {
    const { raw } = await start(
      bidirectional(GoPluginGRPCBrokerService.StartStream, async function* () {
        yield { serviceId: 1 };
      }),
      echo,
    );
    const stream = raw.open(TALK);
    const answer = answerOf(stream);
    await once(stream, "trailers");
    stream.end(Buffer.alloc(2_000_000));
    expect(await answer).toMatchObject({ code: Status.OK });
    expect(await raw.send(READ, request)).toMatchObject({ code: Status.OK });
  });
});

describe("a message", () => {
  test("may be empty, both ways", async () => {
    const { raw } = await start(unary(ProviderService.ReadResource, () => ({})));
    const answer = await raw.send(READ, frame(Buffer.alloc(0)));
    expect(answer).toMatchObject({ status: 200, code: Status.OK, body: Buffer.from("0000000000", "hex") });
  });

  test("may be far larger than any window, both ways in a stream", async () => {
    const { peer } = await start(
      bidirectional(GoPluginGRPCBrokerService.StartStream, async function* (requests) {
        for await (const each of requests) yield each;
      }),
    );
    const address = "0123456789abcdef".repeat(1024 * 1024);
    const call = peer.broker.StartStream();
    for (const serviceId of [1, 2]) {
      call.write({ serviceId, address });
      const [answer] = await once(call, "data");
      expect(answer.serviceId).toBe(serviceId);
      expect(answer.address === address).toBe(true);
    }
    call.end();
    const [status] = await once(call, "status");
    expect(status.code).toBe(Status.OK);
  });

  test.each<[string, Buffer]>([
    ["none", Buffer.alloc(0)],
    ["two", Buffer.concat([frame(Buffer.alloc(0)), frame(Buffer.alloc(0))])],
  ])("must come once to a server stream, and not %s", async (_what, body) => {
    let begun = 0;
    const { raw } = await start(
      serverStream(GoPluginGRPCStdioService.StreamStdio, async function* () {
        begun++;
        yield {};
      }),
    );
    expect(await raw.send(STREAM, body)).toMatchObject({ code: Status.UNIMPLEMENTED, body: Buffer.alloc(0) });
    expect(begun).toBe(0);
  });

  test.each(["01", "02", "ff"])("with the flag %s and no encoding is malformed", async (flag) => {
    const { raw } = await start(echo);
    const answer = await raw.send(READ, Buffer.from(`${flag}00000000`, "hex"));
    expect(answer).toMatchObject({ status: 200, code: Status.INTERNAL });
  });

  test.each(["gzip", "deflate", "snappy"])(
    "in %s is refused, and the client told what is understood",
    async (encoding) => {
      const { raw } = await start(echo);
      const stream = raw.open(READ, { "grpc-encoding": encoding });
      stream.end(Buffer.from("010000000161", "hex"));
      const [headers] = await once(stream, "response");
      expect(headers).toMatchObject({
        "grpc-status": String(Status.UNIMPLEMENTED),
        "grpc-accept-encoding": "identity",
        "grpc-message": expect.stringContaining(encoding),
      });
    },
  );

  test("may be said to be in no encoding", async () => {
    const { raw } = await start(echo);
    expect(await raw.send(READ, request, { "grpc-encoding": "identity" })).toMatchObject({ code: Status.OK });
  });
});

describe("a header", () => {
  test.each(["application/grpc", "application/grpc+proto", "application/grpc; charset=utf-8"])(
    "may say that the content is %s",
    async (type) => {
      const { raw } = await start(echo);
      expect(await raw.send(READ, request, { "content-type": type })).toMatchObject({ status: 200, code: Status.OK });
    },
  );

  test("that the server does not know is left alone, binary or not", async () => {
    const { raw, peer } = await start(echo);
    const strange = {
      "x-trace-bin": "AAEC/w",
      "x-broken-bin": "%%%",
      "x-many": ["a", "b"],
      "grpc-previous-rpc-attempts": "3",
      "grpc-accept-encoding": "gzip,identity",
      "user-agent": "nobody/1.0",
    };
    expect(await raw.send(READ, request, strange)).toMatchObject({ status: 200, code: Status.OK });
    const metadata = new grpc.Metadata();
    metadata.set("x-trace-bin", Buffer.from([0, 1, 2, 255]));
    const answer = new Promise((resolve) => {
      peer.provider.ReadResource({ private: Buffer.from("x") }, metadata, (_error: unknown, given: unknown) => {
        resolve(given);
      });
    });
    expect(await answer).toMatchObject({ private: Buffer.from("x") });
  });
});

describe("a deadline", () => {
  test.each(["1n", "1u", "1m", "0S", "99999999n"])("of %s ends a call that takes longer", async (timeout) => {
    const { raw, server } = await start(unary(ProviderService.ReadResource, never));
    const answer = await raw.send(READ, request, { "grpc-timeout": timeout });
    expect(answer).toMatchObject({ status: 200, code: Status.DEADLINE_EXCEEDED });
    expect(server.unexpected).toEqual([]);
  });

  test.each(["5M", "5H", "99999999H", "99999999S", "99999999m", "99999999u"])(
    "of %s leaves a short call alone",
    async (timeout) => {
      const { raw } = await start(echo);
      expect(await raw.send(READ, request, { "grpc-timeout": timeout })).toMatchObject({ code: Status.OK });
    },
  );

  test.each([
    ["a unary call", READ],
    ["a server stream", STREAM],
    ["a client stream", WRITE],
    ["a stream both ways", TALK],
  ])("ends %s whose request never ends", async (_what, path) => {
    let begun = 0;
    const { raw, server } = await start(
      unary(ProviderService.ReadResource, () => {
        begun++;
        return {};
      }),
      serverStream(GoPluginGRPCStdioService.StreamStdio, async function* () {
        begun++;
        yield {};
      }),
      clientStream(ProviderService.WriteStateBytes, async (chunks) => {
        for await (const _chunk of chunks);
        return {};
      }),
      bidirectional(GoPluginGRPCBrokerService.StartStream, (requests) => requests),
    );
    const stream = raw.open(path, { "grpc-timeout": "20m" });
    const answer = answerOf(stream);
    stream.write(request.subarray(0, 3));
    await once(stream, "response");
    stream.end(request.subarray(3));
    expect(await answer).toMatchObject({ status: 200, code: Status.DEADLINE_EXCEEDED });
    await pause(20);
    expect(begun).toBe(0);
    expect(server.unexpected).toEqual([]);
  });

  test("that has passed makes what the handler then does nobody's concern", async () => {
    const ends: Record<string, () => void> = {};
    const { raw, server } = await start(
      unary(ProviderService.ReadResource, async ({ typeName }) => {
        await new Promise<void>((resolve) => {
          ends[typeName] = resolve;
        });
        if (typeName === "throws") throw new Error("too late");
        return {};
      }),
    );
    for (const typeName of ["throws", "answers"]) {
      const body = frame(encode(wire.ReadResourceRequest, { typeName }));
      const answer = await raw.send(READ, body, { "grpc-timeout": "20m" });
      expect(answer).toMatchObject({ code: Status.DEADLINE_EXCEEDED, body: Buffer.alloc(0) });
      ends[typeName]?.();
      await pause(20);
    }
    expect(server.unexpected).toEqual([]);
    expect(raw.session.destroyed).toBe(false);
  });
});

describe("a cancelled call", () => {
  test.each<[string, Buffer]>([
    ["before its message", Buffer.alloc(0)],
    ["within its message", request.subarray(0, -1)],
    ["after its message but before its end", request],
  ])("%s never reaches the handler", async (_what, part) => {
    let begun = 0;
    const { server } = await start(
      unary(ProviderService.ReadResource, () => {
        begun++;
        return {};
      }),
    );
    const socket = dial(server);
    socket.write(openingOf(READ, part));
    await pause(20);
    socket.write(cancellation);
    await pause(20);
    expect(begun).toBe(0);
    dial(server).write(Buffer.concat([openingOf(READ, request), ending]));
    await until(() => begun === 1, "the same call, when it is not cancelled, reaches the handler");
    expect(server.unexpected).toEqual([]);
  });

  test.each(["clientStream", "bidirectional"] as const)("ends the requests of a %s", async (kind) => {
    let heard = 0;
    let outcome: unknown;
    async function listen(requests: AsyncIterable<unknown>, { signal }: Call) {
      try {
        for await (const _request of requests) heard++;
      } finally {
        outcome = signal.reason;
      }
    }
    const { server } = await start(
      clientStream(ProviderService.WriteStateBytes, async (chunks, call) => {
        await listen(chunks, call);
        return {};
      }),
      bidirectional(GoPluginGRPCBrokerService.StartStream, async function* (requests, call) {
        await listen(requests, call);
        yield {};
      }),
    );
    const socket = dial(server);
    const requests = Buffer.concat([frame(Buffer.alloc(0)), frame(Buffer.alloc(0))]);
    socket.write(openingOf(kind === "clientStream" ? WRITE : TALK, requests));
    await until(() => heard === 2, "both requests arrive");
    socket.write(cancellation);
    await until(() => outcome !== undefined, "the handler hears of it");
    expect(outcome).toMatchObject({ code: Status.CANCELLED });
    expect(server.unexpected).toEqual([]);
  });

  test("is told to a handler that asks only afterwards", async () => {
    let running: Call | undefined;
    const { raw } = await start(
      unary(ProviderService.ReadResource, (_request, call) => {
        running = call;
        return never();
      }),
    );
    const stream = raw.open(READ);
    stream.on("error", () => undefined);
    stream.end(request);
    await until(() => running !== undefined, "the call arrives");
    stream.close(8);
    await once(stream, "close");
    await pause(20);
    expect(running?.signal.aborted).toBe(true);
    expect(running?.signal.reason).toMatchObject({ code: Status.CANCELLED });
    expect(running?.signal).toBe(running?.signal);
  });
});

test("a hundred calls on one connection end in any order", async () => {
  const ends = new Map<string, () => void>();
  const { peer } = await start(
    unary(ProviderService.ReadResource, async ({ typeName }) => {
      await new Promise<void>((resolve) => ends.set(typeName, resolve));
      return { private: Buffer.from(typeName) };
    }),
  );
  const names = Array.from({ length: 100 }, (_, index) => String(index));
  const ended: string[] = [];
  const calls = names.map(async (typeName) => {
    const { private: content } = await peer.call("ReadResource", { typeName });
    ended.push(String(content));
  });
  await until(() => ends.size === names.length, "all calls have begun");
  const order = names.toSorted((left, right) => ((Number(left) * 37) % 101) - ((Number(right) * 37) % 101));
  for (const [index, name] of order.entries()) {
    ends.get(name)?.();
    await until(() => ended.length === index + 1, `call ${name} ends`);
  }
  await Promise.all(calls);
  expect(ended).toEqual(order);
});
