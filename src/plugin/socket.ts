/** Where a plugin listens: a private unix socket, or loopback TCP where there are none. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo, Server } from "node:net";
import os from "node:os";
import path from "node:path";
import type { Address, Environment } from "./handshake";

export interface Listener {
  readonly address: Address;
  /** Removes the socket and its folder. */
  remove(): void;
}

// The smallest limit among the systems (macOS: 104 bytes with the final zero). Node cuts longer names silently.
const LONGEST_SOCKET_NAME = 103;

export async function listen(server: Server, environment: Environment): Promise<Listener> {
  const folder = process.platform === "win32" ? undefined : socketFolder(environment);
  if (folder === undefined) return listenOnLoopback(server);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const socket = path.join(folder, "s");
  try {
    await listening(server, () => server.listen(socket));
    chmodSync(socket, 0o600);
    if (environment.PLUGIN_UNIX_SOCKET_GROUP) letIn(environment.PLUGIN_UNIX_SOCKET_GROUP, folder, socket);
  } catch (error) {
    remove();
    throw error;
  }
  return { address: { network: "unix", address: socket }, remove };
}

/** A new folder that only this user can enter; undefined if none has a name short enough for a socket. */
function socketFolder({ PLUGIN_UNIX_SOCKET_DIR: wanted, TMPDIR: temporary }: Environment): string | undefined {
  const candidates = [wanted, temporary, os.tmpdir(), "/tmp"].filter((folder) => folder !== undefined && folder !== "");
  for (const parent of candidates as string[]) {
    const prefix = path.join(path.resolve(parent), "plugin-");
    // mkdtemp adds six characters, the socket "/s".
    if (Buffer.byteLength(prefix) + 8 > LONGEST_SOCKET_NAME) continue;
    try {
      return mkdtempSync(prefix);
    } catch {
      // Not there or not ours to write in: try the next.
    }
  }
  return undefined;
}

/** Opens the socket to a group, by its name or number. */
function letIn(group: string, folder: string, socket: string): void {
  // Node itself knows groups by number only. Terraform never asks for this, so that loading it costs no start.
  process
    .getBuiltinModule("node:child_process")
    .execFileSync("chgrp", ["--", group, folder, socket], { stdio: "pipe" });
  chmodSync(folder, 0o710);
  chmodSync(socket, 0o660);
}

async function listenOnLoopback(server: Server): Promise<Listener> {
  await listening(server, () => server.listen(0, "127.0.0.1"));
  const { port } = server.address() as AddressInfo;
  return { address: { network: "tcp", address: `127.0.0.1:${port}` }, remove: () => undefined };
}

function listening(server: Server, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("listening", () => {
      server.off("error", reject);
      resolve();
    });
    start();
  });
}
