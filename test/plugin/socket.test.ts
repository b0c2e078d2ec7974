import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { type Listener, listen } from "../../src/plugin/socket";

const servers: net.Server[] = [];
const listeners: Listener[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  for (const listener of listeners.splice(0)) listener.remove();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(parent = os.tmpdir(), prefix = "socket-test-"): string {
  const made = mkdtempSync(path.join(parent, prefix));
  folders.push(made);
  return made;
}

async function start(environment: Record<string, string> = {}): Promise<Listener> {
  const server = net.createServer((socket) => socket.end("hello"));
  servers.push(server);
  const listener = await listen(server, environment);
  listeners.push(listener);
  return listener;
}

async function talk(target: net.NetConnectOpts): Promise<string> {
  const socket = net.connect(target);
  let text = "";
  for await (const chunk of socket) text += chunk;
  return text;
}

test("a socket is in a folder of its own that nobody else can enter", async () => {
  const { address } = await start();
  expect(address.network).toBe("unix");
  expect(statSync(address.address).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(address.address)).mode & 0o777).toBe(0o700);
  expect(path.dirname(path.dirname(address.address))).toBe(os.tmpdir());
  expect(await talk({ path: address.address })).toBe("hello");
  expect((await start()).address.address).not.toBe(address.address);
});

test("removing it removes the folder, and may be done twice", async () => {
  const listener = await start();
  listener.remove();
  expect(existsSync(path.dirname(listener.address.address))).toBe(false);
  expect(() => listener.remove()).not.toThrow();
});

test("a temporary folder whose name is too long for a socket is passed over", async () => {
  const { address } = await start({ TMPDIR: folder(folder(), "x".repeat(100)) });
  expect(address.address).toMatch(/^\/tmp\/plugin-/);
  expect(await talk({ path: address.address })).toBe("hello");
});

test("a name that just fits is used, one that is a byte longer is not", async () => {
  const parent = folder("/tmp", "s-");
  const fitting = path.join(parent, "y".repeat(103 - "/plugin-abcdef/s".length - parent.length - 1));
  mkdirSync(fitting);
  mkdirSync(`${fitting}y`);
  const { address } = await start({ TMPDIR: fitting });
  expect(address.address).toHaveLength(103);
  expect(await talk({ path: address.address })).toBe("hello");
  expect((await start({ TMPDIR: `${fitting}y` })).address.address).toMatch(/^\/tmp\/plugin-/);
});

test("bytes count, not letters", async () => {
  const long = folder(folder("/tmp", "s-"), "ü".repeat(40));
  expect((await start({ TMPDIR: long })).address.address).toMatch(/^\/tmp\/plugin-/);
});

test("PLUGIN_UNIX_SOCKET_DIR says where", async () => {
  const wanted = folder("/tmp");
  const { address } = await start({ PLUGIN_UNIX_SOCKET_DIR: wanted });
  expect(address.address.startsWith(`${wanted}/plugin-`)).toBe(true);
});

test("a folder that does not exist is passed over", async () => {
  const { address } = await start({ PLUGIN_UNIX_SOCKET_DIR: "/does/not/exist" });
  expect(path.dirname(path.dirname(address.address))).toBe(os.tmpdir());
});

test("PLUGIN_UNIX_SOCKET_GROUP lets a group in, and nobody else", async () => {
  // Root may name any group, others only their own.
  const group = process.getuid?.() === 0 ? 1 : (process.getgid?.() as number);
  const { address } = await start({ PLUGIN_UNIX_SOCKET_GROUP: String(group) });
  const [socket, around] = [statSync(address.address), statSync(path.dirname(address.address))];
  expect([socket.mode & 0o777, around.mode & 0o777]).toEqual([0o660, 0o710]);
  expect([socket.gid, around.gid]).toEqual([group, group]);
});

test("a group that does not exist is named, and no folder is left", async () => {
  const wanted = folder("/tmp");
  const environment = { PLUGIN_UNIX_SOCKET_DIR: wanted, PLUGIN_UNIX_SOCKET_GROUP: "no-such-group" };
  await expect(start(environment)).rejects.toThrow("no-such-group");
  expect(readdirSync(wanted)).toEqual([]);
});

test("without unix sockets it is loopback TCP", async () => {
  const platform = Object.getOwnPropertyDescriptor(process, "platform") as PropertyDescriptor;
  Object.defineProperty(process, "platform", { value: "win32" });
  try {
    const listener = await start();
    expect(listener.address).toEqual({ network: "tcp", address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
    const [host, port] = listener.address.address.split(":");
    expect(await talk({ host: host as string, port: Number(port) })).toBe("hello");
    expect(() => listener.remove()).not.toThrow();
  } finally {
    Object.defineProperty(process, "platform", platform);
  }
});

test("a server that cannot listen says why and leaves no folder", async () => {
  const server = net.createServer();
  servers.push(server);
  const wanted = folder("/tmp");
  listeners.push(await listen(server, {}));
  await expect(listen(server, { PLUGIN_UNIX_SOCKET_DIR: wanted })).rejects.toThrow(/already|listen/i);
  expect(readdirSync(wanted)).toEqual([]);
});
