import { once } from "node:events";
import { frame } from "../../src/plugin/frames";
import {
  bidirectional,
  type Call,
  clientStream,
  constant,
  type Handler,
  serverStream,
  unary,
} from "../../src/plugin/grpc";
import { encode } from "../../src/plugin/protobuf";
import * as wire from "../../src/plugin/protocol/messages.generated";
import { Status, StatusError } from "../../src/plugin/status";
import { answerOf } from "./support/raw";
import { serving } from "./support/serving";
import { pause, until } from "./support/until";

const { ProviderService, GoPluginGRPCStdioService, GoPluginGRPCBrokerService } = wire;
const READ = ProviderService.ReadResource.path;

const start = serving();

const echo = unary(ProviderService.ReadResource, ({ private: content }) => ({ private: content }));
const echoes = bidirectional(GoPluginGRPCBrokerService.StartStream, (requests) => requests);

function reading(handle: (name: string, call: Call) => unknown): Handler {
  return unary(ProviderService.ReadResource, async ({ typeName }, call) => {
    await handle(typeName, call);
    return {};
  });
}

describe("a grpc-js client", () => {
  test("gets the answer to a unary call", async () => {
    const { peer } = await start(echo);
    const { private: content } = await peer.call("ReadResource", { private: Buffer.from("größer") });
    expect(String(content)).toBe("größer");
  });

  test("gets every message of a server stream, and its end", async () => {
    const { peer } = await start(
      serverStream(GoPluginGRPCStdioService.StreamStdio, async function* () {
        for (const text of ["one", "", "three"]) yield { channel: 1, data: Buffer.from(text) };
      }),
    );
    const received: string[] = [];
    for await (const { data } of peer.stdio.StreamStdio({})) received.push(String(data));
    expect(received).toEqual(["one", "", "three"]);
  });

  test("gets the end of a stream without messages", async () => {
    const { peer } = await start(serverStream(GoPluginGRPCStdioService.StreamStdio, async function* () {}));
    const call = peer.stdio.StreamStdio({});
    call.resume();
    const [status] = await once(call, "status");
    expect(status.code).toBe(Status.OK);
  });

  test("gets an answer that never changes, made once", async () => {
    let made = 0;
    const { peer } = await start(constant(ProviderService.StopProvider, () => ({ Error: `made ${++made}` })));
    const answers = [await peer.call("StopProvider"), await peer.call("StopProvider")];
    expect(answers).toEqual([{ Error: "made 1" }, { Error: "made 1" }]);
  });

  test("gets one answer to all it has sent", async () => {
    const { peer } = await start(
      clientStream(ProviderService.WriteStateBytes, async (chunks) => {
        const texts: string[] = [];
        for await (const { bytes } of chunks) texts.push(String(bytes));
        return { diagnostics: [{ severity: 2, summary: texts.join("|") }] };
      }),
    );
    const answers = new Promise((resolve, reject) => {
      const call = peer.provider.WriteStateBytes((error: Error | null, answer: unknown) =>
        error === null ? resolve(answer) : reject(error),
      );
      for (const text of ["one", "", "three"]) call.write({ bytes: Buffer.from(text) });
      call.end();
    });
    expect(await answers).toMatchObject({ diagnostics: [{ summary: "one||three" }] });
  });

  test("talks both ways at once", async () => {
    const { peer } = await start(echoes);
    const call = peer.broker.StartStream();
    for (const serviceId of [1, 2, 3]) {
      call.write({ serviceId, address: "x" });
      const [answer] = await once(call, "data");
      expect(answer).toMatchObject({ serviceId, address: "x" });
    }
    call.end();
    const [status] = await once(call, "status");
    expect(status.code).toBe(Status.OK);
  });

  test("is told that a method does not exist", async () => {
    const { peer } = await start(echo);
    await expect(peer.call("PlanResourceChange")).rejects.toMatchObject({ code: Status.UNIMPLEMENTED });
    expect((await peer.call("ReadResource", { private: Buffer.from("x") })).private).toEqual(Buffer.from("x"));
  });

  test("is told what a handler threw, in every language", async () => {
    const { peer, server } = await start(
      reading(() => {
        throw new Error("größer 100% \n 日本");
      }),
    );
    const details = "größer 100% \n 日本";
    await expect(peer.call("ReadResource")).rejects.toMatchObject({ code: Status.INTERNAL, details });
    expect(server.unexpected).toEqual([new Error(details)]);
  });

  test("is told the beginning of an endless message", async () => {
    const { peer } = await start(
      reading(() => {
        throw new Error(`The beginning. ${"ü".repeat(1_000_000)}`);
      }),
    );
    await expect(peer.call("ReadResource")).rejects.toMatchObject({
      code: Status.INTERNAL,
      details: expect.stringMatching(/^The beginning\. ü+…$/),
    });
  });

  test("is told a status that a handler chose, after messages too", async () => {
    const { peer, server } = await start(
      serverStream(GoPluginGRPCStdioService.StreamStdio, async function* () {
        yield { data: Buffer.from("first") };
        throw new StatusError(Status.RESOURCE_EXHAUSTED, "no more");
      }),
    );
    const call = peer.stdio.StreamStdio({});
    const received: unknown[] = [];
    call.on("data", (data: unknown) => received.push(data));
    const [error] = await once(call, "error");
    expect(error).toMatchObject({ code: Status.RESOURCE_EXHAUSTED, details: "no more" });
    expect(received).toHaveLength(1);
    expect(server.unexpected).toEqual([]);
  });

  test.each([1_500_000, 20_000_000])("sends and gets messages of %d bytes", async (size) => {
    const { peer } = await start(echo);
    const content = Buffer.alloc(size, "abcdefg");
    const answer = await peer.call("ReadResource", { private: content });
    expect(content.equals(answer.private)).toBe(true);
  });

  test("makes 64 calls at once, each with its own answer", async () => {
    const { peer } = await start(
      unary(ProviderService.ReadResource, async ({ typeName, private: content }) => {
        await pause(Number(typeName) % 7);
        return { private: content };
      }),
    );
    const numbers = Array.from({ length: 64 }, (_, index) => String(index));
    const answers = await Promise.all(
      numbers.map((typeName) => peer.call("ReadResource", { typeName, private: Buffer.from(typeName) })),
    );
    expect(answers.map((answer) => String(answer.private))).toEqual(numbers);
  });

  test("gives up at its deadline, and the handler hears of it", async () => {
    let reason: unknown;
    const { peer } = await start(
      reading(async (name, { signal }) => {
        if (name !== "slow") return;
        await once(signal, "abort");
        reason = signal.reason;
      }),
    );
    const call = peer.call("ReadResource", { typeName: "slow" }, { deadline: Date.now() + 50 });
    await expect(call).rejects.toMatchObject({ code: Status.DEADLINE_EXCEEDED });
    await until(() => reason !== undefined, "the handler hears of the deadline");
    await peer.call("ReadResource", { typeName: "quick" });
  });

  test("may set a deadline that is a year away", async () => {
    const { peer } = await start(reading(() => pause(50)));
    await peer.call("ReadResource", {}, { deadline: Date.now() + 365 * 86_400_000 });
  });

  test("cancels a call, the handler hears of it, and a new call is served", async () => {
    const heard: unknown[] = [];
    let begun = 0;
    const { peer, server } = await start(
      reading(async (name, { signal }) => {
        begun++;
        if (name !== "slow") return;
        await once(signal, "abort");
        heard.push(signal.reason);
        throw new Error("what a cancelled handler throws is no news");
      }),
    );
    const call = peer.provider.ReadResource({ typeName: "slow" }, () => undefined);
    await until(() => begun === 1, "the call arrives");
    call.cancel();
    await until(() => heard.length === 1, "the handler hears of it");
    expect(heard).toEqual([expect.objectContaining({ code: Status.CANCELLED })]);
    await peer.call("ReadResource", { typeName: "quick" });
    expect(server.unexpected).toEqual([]);
  });

  test("disappears, and the handler hears of it", async () => {
    const heard: unknown[] = [];
    let begun = 0;
    const { peer, server } = await start(
      serverStream(GoPluginGRPCStdioService.StreamStdio, async function* (_request, { signal }) {
        begun++;
        yield { data: Buffer.from("x") };
        await once(signal, "abort");
        heard.push(signal.reason);
      }),
    );
    const call = peer.stdio.StreamStdio({});
    call.on("error", () => undefined);
    call.resume();
    await until(() => begun === 1, "the call arrives");
    for (const session of server.sessions) session.destroy();
    await until(() => heard.length === 1, "the handler hears of it");
    expect(server.unexpected).toEqual([]);
  });

  test("that reads slowly slows the stream down", async () => {
    const total = 400;
    let produced = 0;
    const { peer } = await start(
      serverStream(GoPluginGRPCStdioService.StreamStdio, async function* () {
        for (; produced < total; produced++) yield { data: Buffer.alloc(65_536) };
      }),
    );
    const call = peer.stdio.StreamStdio({});
    await once(call, "readable");
    for (let before = -1; produced !== before; await pause(200)) before = produced;
    expect(produced).toBeLessThan(total / 2);
    let received = 0;
    for await (const _message of call) received++;
    expect(received).toBe(total);
  });

  test("that leaves in the middle of a slow stream ends it", async () => {
    const total = 1000;
    let produced = 0;
    let ended = false;
    const { peer } = await start(
      serverStream(GoPluginGRPCStdioService.StreamStdio, async function* () {
        try {
          for (; produced < total; produced++) yield { data: Buffer.alloc(65_536) };
        } finally {
          ended = true;
        }
      }),
    );
    const call = peer.stdio.StreamStdio({});
    call.on("error", () => undefined);
    await once(call, "readable");
    call.cancel();
    await until(() => ended, "the stream ends");
    expect(produced).toBeLessThan(total);
  });
});

describe("a hostile client", () => {
  const request = frame(encode(wire.ReadResourceRequest, { private: Buffer.from("x") }));

  test.each<[string, Buffer, number]>([
    ["no message", Buffer.alloc(0), Status.UNIMPLEMENTED],
    ["garbage in a message", frame(Buffer.from("ffffffffff", "hex")), Status.INTERNAL],
    ["garbage without a frame", Buffer.from("not grpc at all"), Status.INTERNAL],
    ["a message that is cut off", request.subarray(0, -1), Status.INTERNAL],
    ["a length beyond the body", Buffer.from("00000000ff61", "hex"), Status.INTERNAL],
    ["a length of four gigabytes", Buffer.from("00ffffffff61", "hex"), Status.RESOURCE_EXHAUSTED],
    ["the flag for compression", Buffer.from("010000000161", "hex"), Status.INTERNAL],
    ["two messages where one is expected", Buffer.concat([request, request]), Status.UNIMPLEMENTED],
  ])("that sends %s gets a status, and the next call an answer", async (_what, body, code) => {
    const { raw, peer, server } = await start(echo);
    expect(await raw.send(READ, body)).toMatchObject({ status: 200, code });
    expect(await raw.send(READ, request)).toMatchObject({ status: 200, code: Status.OK });
    await peer.call("ReadResource");
    expect(server.unexpected).toEqual([]);
  });

  test("gets its status although it has not finished", async () => {
    const { raw } = await start(echo);
    const stream = raw.open(READ);
    const answer = answerOf(stream);
    stream.write(Buffer.from("00ffffffff", "hex"));
    await once(stream, "response");
    stream.end(Buffer.alloc(300_000));
    expect(await answer).toMatchObject({ status: 200, code: Status.RESOURCE_EXHAUSTED });
    expect(await raw.send(READ, request)).toMatchObject({ code: Status.OK });
  });

  test.each([undefined, "application/json", "text/plain"])("that says %s is no gRPC client", async (type) => {
    const { raw } = await start(echo);
    const answer = await raw.send(READ, Buffer.alloc(300_000), { "content-type": type });
    expect(answer).toMatchObject({ status: 415, code: undefined });
    expect(await raw.send(READ, request)).toMatchObject({ code: Status.OK });
  });

  test("that asks for nonsense is told so", async () => {
    const { raw } = await start(echo);
    for (const path of ["/", "/tfplugin6.Provider/", "/__proto__", `/${"x".repeat(5000)}`]) {
      expect(await raw.send(path, request)).toMatchObject({ status: 200, code: Status.UNIMPLEMENTED });
    }
    expect(await raw.send(READ, request, { "grpc-timeout": "soon" })).toMatchObject({ code: Status.OK });
  });

  test("that breaks its streams off does no harm", async () => {
    const { raw, server } = await start(reading((name) => pause(name === "slow" ? 20 : 0)));
    const slow = frame(encode(wire.ReadResourceRequest, { typeName: "slow" }));
    for (const part of [Buffer.alloc(0), request.subarray(0, 3), request.subarray(0, -1), slow]) {
      const stream = raw.open(READ);
      stream.on("error", () => undefined);
      stream.write(part);
      await pause(5);
      stream.close(8);
      await once(stream, "close");
    }
    expect(await raw.send(READ, request)).toMatchObject({ code: Status.OK });
    expect(server.unexpected).toEqual([]);
  });

  test("that speaks no HTTP/2 does no harm", async () => {
    const { raw, server } = await start(echo);
    const { connect: dial } = await import("node:net");
    const [host, port] = server.target.split(":");
    const socket = dial({ host: host as string, port: Number(port) });
    socket.on("error", () => undefined);
    socket.end("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
    socket.resume();
    await once(socket, "close");
    expect(await raw.send(READ, request)).toMatchObject({ code: Status.OK });
  });

  test("gets no answer after its deadline", async () => {
    const { raw, server } = await start(
      serverStream(GoPluginGRPCStdioService.StreamStdio, async function* () {
        yield { data: Buffer.from("in time") };
        await pause(100);
        yield { data: Buffer.from("too late") };
      }),
    );
    const path = GoPluginGRPCStdioService.StreamStdio.path;
    const answer = await raw.send(path, frame(Buffer.alloc(0)), { "grpc-timeout": "30m" });
    expect(answer).toMatchObject({ status: 200, code: Status.DEADLINE_EXCEEDED });
    expect(String(answer.body)).not.toContain("too late");
    await pause(150);
    expect(raw.session.destroyed).toBe(false);
    expect(server.unexpected).toEqual([]);
  });
});
