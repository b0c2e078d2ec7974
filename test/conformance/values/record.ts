/** Writes down every value that Terraform sends, as it is on the wire. */
import { appendFileSync } from "node:fs";
import http2, { type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import { decode, type MessageType } from "../../../src/plugin/protobuf";
import { ProviderService } from "../../../src/plugin/protocol/messages.generated";

const FRAME_HEAD = 5;

const METHODS = new Map(
  [
    ProviderService.ValidateResourceConfig,
    ProviderService.ReadResource,
    ProviderService.PlanResourceChange,
    ProviderService.ApplyResourceChange,
  ].map((method) => [method.path, method] as const),
);

/** Each line of the file: the resource type, the message's field, the bytes in hexadecimal. */
export function recordInto(file: string): void {
  const { createServer } = http2;
  http2.createServer = ((...args: Parameters<typeof createServer>) => {
    const server = createServer(...args);
    server.on("stream", (stream, headers) => recordStream(file, stream, headers));
    return server;
  }) as typeof createServer;
}

function recordStream(file: string, stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
  const method = METHODS.get(headers[":path"] ?? "");
  if (method === undefined) return;
  const chunks: Buffer[] = [];
  const push = stream.push.bind(stream);
  stream.push = (chunk, ...rest) => {
    if (chunk !== null) chunks.push(chunk);
    else appendFileSync(file, linesOf(method.path, decode(method.request as MessageType<object>, message(chunks))));
    return push(chunk, ...rest);
  };
}

function message(chunks: readonly Buffer[]): Buffer {
  return Buffer.concat(chunks).subarray(FRAME_HEAD);
}

function linesOf(path: string, request: object): string {
  const { typeName, ...fields } = request as Record<string, unknown>;
  const values = Object.entries(fields).filter(([, field]) => isMsgpack(field)) as [string, { msgpack: Uint8Array }][];
  return values
    .map(([name, { msgpack }]) => `${typeName} ${path}.${name} ${Buffer.from(msgpack).toString("hex")}\n`)
    .join("");
}

function isMsgpack(field: unknown): boolean {
  return typeof field === "object" && field !== null && "msgpack" in field;
}
