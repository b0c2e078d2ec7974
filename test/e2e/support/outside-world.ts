/** Notices who of a test's programs tries to leave this machine, and lets none of them. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";

export interface OutsideWorld {
  /** For Terraform and whatever else follows a proxy, and for Node.js programs, which are told to report themselves. */
  readonly env: Readonly<Record<string, string>>;
  /** The hosts that were asked for. */
  attempts(): string[];
  close(): Promise<void>;
}

export async function watchOutsideWorld(): Promise<OutsideWorld> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-outside-"));
  const lookups = path.join(directory, "lookups");
  const proxied: string[] = [];
  const proxy = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (request) => {
      proxied.push(request.toString().split("\r\n", 1)[0] ?? "");
      socket.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    env: {
      HTTPS_PROXY: url,
      HTTP_PROXY: url,
      NO_PROXY: "127.0.0.1,localhost",
      // The CLIs would set the limit themselves if there were no options.
      NODE_OPTIONS: `--max-old-space-size=4096 --require ${JSON.stringify(path.join(__dirname, "stay-inside.cjs"))}`,
      HUAWEIECS_TEST_LOOKUPS: lookups,
    },
    attempts: () => [...proxied, ...(existsSync(lookups) ? readFileSync(lookups, "utf8").trim().split("\n") : [])],
    close: async () => {
      await new Promise((resolve) => proxy.close(resolve));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
