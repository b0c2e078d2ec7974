/** The least that an answer over `node:http2` can cost: headers, one message and trailers, the same for every request. */
import { writeSync } from "node:fs";
import http2 from "node:http2";
import { listen } from "../src/plugin/socket";

const ANSWER = Buffer.from([0, 0, 0, 0, 2, 8, 1]);

async function main(): Promise<void> {
  const server = http2.createServer();
  server.on("stream", (stream) => {
    stream.on("error", () => undefined);
    stream.once("end", () => {
      stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
      stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": 0 }));
      stream.end(ANSWER);
    });
    stream.resume();
  });
  const { address, remove } = await listen(server, process.env);
  process.on("exit", remove);
  process.on("SIGTERM", () => process.exit(0));
  // Said in the form in which a provider says it.
  const variable = JSON.stringify({ bare: { Pid: process.pid, Addr: { String: address.address } } });
  writeSync(1, `TF_REATTACH_PROVIDERS='${variable}'\n`);
}

void main();
