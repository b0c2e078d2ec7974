import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import tls from "node:tls";
import { type Certificate, createCertificate } from "../../src/plugin/certificate";
import { record } from "../../src/terraform";
import { connect, type Peer, targetOf } from "./support/client";
import { type Handshake, type PluginProcess, TERRAFORM, Workshop } from "./support/plugin-process";
import { configure, create, decodeThing, encodeThing, NULL, THING, thing } from "./support/things";
import { until } from "./support/until";

let workshop: Workshop;
let identity: Certificate;
const peers: Peer[] = [];

beforeAll(() => {
  workshop = new Workshop();
  identity = createCertificate();
});
afterEach(async () => {
  for (const peer of peers.splice(0)) peer.close();
  await workshop.clear();
});
afterAll(() => workshop.remove());

/** Terraform's environment when it wants TLS. */
function secured(): Record<string, string> {
  return { ...TERRAFORM, PLUGIN_CLIENT_CERT: identity.pem };
}

function dial({ target, certificate }: Pick<Handshake, "target" | "certificate">, client?: Certificate): Peer {
  const peer = connect(target, certificate, client);
  peers.push(peer);
  return peer;
}

async function startAndConnect(): Promise<{ plugin: PluginProcess; handshake: Handshake; peer: Peer }> {
  const plugin = workshop.start(secured());
  const handshake = await plugin.handshake();
  return { plugin, handshake, peer: dial(handshake, identity) };
}

const TWO_DAYS = 2 * 86_400_000;

async function expectNothingServed(stranger: Peer): Promise<void> {
  const soon = { deadline: Date.now() + 2000 };
  await expect(stranger.call("GetProviderSchema", {}, soon)).rejects.toThrow(/UNAVAILABLE|DEADLINE_EXCEEDED/);
  stranger.close();
}

describe("started by Terraform", () => {
  test("says nothing but the handshake, serves, and ends at Shutdown without a trace", async () => {
    const { plugin, handshake, peer } = await startAndConnect();
    expect(handshake.line).toMatch(/^1\|6\|unix\|\/tmp\/[^|]+\/s\|grpc\|[A-Za-z0-9+/]+\n$/);
    const { resourceSchemas, provider } = await peer.call("GetProviderSchema");
    expect(Object.keys(resourceSchemas)).toEqual(["tiny_thing"]);
    expect(provider.block.attributes).toHaveLength(1);
    expect(await peer.check()).toEqual({ status: 1 });
    expect(workshop.leftovers).toHaveLength(1);
    await peer.shutdown();
    expect(await plugin.end()).toEqual({ code: 0, signal: null });
    expect(workshop.leftovers).toEqual([]);
    expect(plugin.stdout).toBe(handshake.line);
    expect(plugin.stderr).toBe("");
  });

  test("keeps go-plugin's streams open and ends when the client goes", async () => {
    const { plugin, peer } = await startAndConnect();
    const streams = [peer.stdio.StreamStdio({}), peer.broker.StartStream()];
    const ended: unknown[] = [];
    for (const stream of streams) {
      stream.on("error", () => undefined);
      stream.on("end", () => ended.push(stream));
      stream.resume();
    }
    await peer.call("GetProviderSchema");
    expect(ended).toEqual([]);
    for (const stream of streams) stream.cancel();
    peer.close();
    expect(await plugin.end()).toEqual({ code: 0, signal: null });
    expect(workshop.leftovers).toEqual([]);
  });

  test("serves no client without a certificate, with another one, or without TLS", async () => {
    const { plugin, handshake, peer } = await startAndConnect();
    const strangers = [
      dial(handshake),
      dial(handshake, createCertificate()),
      dial({ target: handshake.target, certificate: undefined }),
    ];
    for (const stranger of strangers) await expectNothingServed(stranger);
    await peer.call("GetProviderSchema");
    expect(plugin.child.exitCode).toBeNull();
    expect(plugin.stderr).toBe("");
  });

  test.each([
    ["has expired", Date.now() - TWO_DAYS],
    ["is not yet valid", Date.now() + TWO_DAYS],
  ])("serves nobody if the certificate that Terraform announced %s", async (_what, now) => {
    const wrong = createCertificate(new Date(now));
    const plugin = workshop.start({ ...TERRAFORM, PLUGIN_CLIENT_CERT: wrong.pem });
    await expectNothingServed(dial(await plugin.handshake(), wrong));
  });

  test.each([
    ["TLSv1.1", ""],
    ["TLSv1.2", "h2"],
    ["TLSv1.3", "h2"],
  ] as const)("asked for %s alone, agrees on %j", async (version, agreed) => {
    const plugin = workshop.start(secured());
    const { socket, certificate } = await plugin.handshake();
    const { pem: cert, key } = identity;
    const options = { ca: certificate, cert, key, servername: "localhost", ALPNProtocols: ["h2"] };
    // OpenSSL itself refuses to offer what is older than 1.2 at its usual level.
    const versions = { minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" };
    const client = tls.connect({ path: socket, ...options, ...versions });
    const protocol = await new Promise((resolve) => {
      client.once("secureConnect", () => resolve(client.alpnProtocol));
      client.once("error", () => resolve(""));
      client.once("close", () => resolve(""));
    });
    client.destroy();
    expect(protocol).toBe(agreed);
  });

  test("keeps its key off the disk, and its socket to this user", async () => {
    const { plugin, handshake } = await startAndConnect();
    const [folder = ""] = workshop.leftovers;
    expect(workshop.leftovers).toHaveLength(1);
    expect(readdirSync(path.join(workshop.folder, folder))).toEqual(["s"]);
    expect(statSync(path.join(workshop.folder, folder)).mode & 0o777).toBe(0o700);
    expect(statSync(handshake.socket).mode & 0o777).toBe(0o600);
    if (!existsSync("/proc/self/fd")) return;
    const opened = readdirSync(`/proc/${plugin.child.pid}/fd`).map((fd) => {
      return readlinkSync(`/proc/${plugin.child.pid}/fd/${fd}`);
    });
    expect(opened.filter((name) => name.startsWith("/") && !name.startsWith("/dev/"))).toEqual([]);
  });

  test("ends at Shutdown in the middle of an apply, which nothing can hold up", async () => {
    const { plugin, peer } = await startAndConnect();
    await configure(peer, "hi");
    const [slow, deaf] = ["slow", "deaf"].map((name) => create(peer, name).catch((error: Error) => error.message));
    await peer.call("GetProviderSchema");
    await peer.shutdown();
    expect(await plugin.end()).toEqual({ code: 0, signal: null });
    expect(await slow).toMatch(/UNAVAILABLE|CANCELLED/);
    expect(await deaf).toMatch(/UNAVAILABLE|CANCELLED/);
    expect(workshop.leftovers).toEqual([]);
    expect(plugin.stderr).toBe("");
  });

  test("returns what an apply had done when it was stopped, and serves what is asked afterwards", async () => {
    const { plugin, peer } = await startAndConnect();
    await configure(peer, "hi");
    const partial = create(peer, "partial");
    await peer.call("GetProviderSchema");
    expect(await peer.call("StopProvider")).toEqual({ Error: "" });
    const { newState, diagnostics } = await partial;
    expect(diagnostics).toMatchObject([{ summary: "The create was cut short" }]);
    expect(decodeThing(newState)).toMatchObject({ name: "partial", greeting: "so far" });

    const state = encodeThing(thing({ name: "x", size: 1, greeting: "old" }));
    const read = await peer.call("ReadResource", { typeName: THING, currentState: state });
    expect(decodeThing(read.newState)).toMatchObject({ greeting: "hi" });
    const config = encodeThing(thing({ name: "y" }));
    const proposed = encodeThing(thing({ name: "y", size: 1 }));
    const planned = await peer.call("PlanResourceChange", {
      typeName: THING,
      priorState: NULL,
      proposedNewState: proposed,
      config,
    });
    expect(planned.diagnostics).toEqual([]);
    expect(decodeThing((await create(peer, "y")).newState)).toMatchObject({ name: "y", greeting: "hi" });
    const again = create(peer, "slow");
    await peer.call("GetProviderSchema");
    await peer.call("StopProvider");
    expect((await again).diagnostics).toMatchObject([{ summary: "The create was cut short" }]);
    await peer.shutdown();
    expect(await plugin.end()).toEqual({ code: 0, signal: null });
    expect(workshop.leftovers).toEqual([]);
  });

  test.each(["5,6", "6,5", "6", "5"])("speaks version 6 to a Terraform of versions %s", async (versions) => {
    const plugin = workshop.start({ ...TERRAFORM, PLUGIN_PROTOCOL_VERSIONS: versions });
    expect((await plugin.handshake()).line).toMatch(/^1\|6\|unix\|/);
  });

  test("says on stdout, where Terraform looks, why it cannot start", async () => {
    const plugin = workshop.start({ ...TERRAFORM, PLUGIN_CLIENT_CERT: "no certificate" });
    expect(await plugin.end()).toEqual({ code: 1, signal: null });
    expect(plugin.stdout).toMatch(/^tiny could not start: .+\n$/);
    expect(plugin.stderr).toMatch(/^panic: Error: .*\n {4}at /);
    expect(workshop.leftovers).toEqual([]);
  });

  test("prints nothing before the handshake, whatever the program prints", async () => {
    const plugin = workshop.start(TERRAFORM, "--noisy");
    const { line } = await plugin.handshake();
    expect(line).toMatch(/^1\|6\|unix\|[^|]+\|grpc\|\n$/);
    await until(() => plugin.stderr.includes("to stdout\n"), "the text");
    expect(JSON.parse(plugin.stderr.split("\n")[0] ?? "")).toMatchObject({ "@message": "to the console" });
    expect(plugin.stdout).toBe(line);
  });

  test("uses /tmp if the name of the temporary folder is too long for a socket", async () => {
    const long = path.join(workshop.folder, "x".repeat(100));
    mkdirSync(long);
    const plugin = workshop.start({ ...TERRAFORM, TMPDIR: long });
    const handshake = await plugin.handshake();
    expect(handshake.socket).toMatch(/^\/tmp\/plugin-[^/]+\/s$/);
    const peer = dial(handshake);
    await peer.call("GetProviderSchema");
    await peer.shutdown();
    await plugin.end();
    expect(existsSync(path.dirname(handshake.socket))).toBe(false);
  });

  test("logs which call a line belongs to, and which part of the provider it comes from", async () => {
    const environment = { TF_LOG: "ERROR", TF_LOG_PROVIDER_TINY: "INFO", TF_LOG_PROVIDER_TINY_CACHE: "TRACE" };
    const plugin = workshop.start({ ...TERRAFORM, ...environment });
    const peer = dial(await plugin.handshake());
    await configure(peer, "hi");
    await Promise.all([create(peer, "logging"), create(peer, "logging")]);
    const lines = plugin.stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).toMatchObject({ tf_rpc: "ApplyResourceChange" });
    expect(new Set(lines.map((line) => line.tf_req_id)).size).toBe(2);
    const cache = { "@message": "from the cache", "@module": "tiny.cache", "@level": "debug", hit: true };
    const own = { "@message": "from the provider", "@module": "tiny", "@level": "info" };
    for (const id of new Set(lines.map((line) => line.tf_req_id))) {
      expect(lines.filter((line) => line.tf_req_id === id)).toMatchObject([own, cache]);
    }
  });

  test("serves without TLS if Terraform presents no certificate", async () => {
    const plugin = workshop.start();
    const handshake = await plugin.handshake();
    expect(handshake.line).toMatch(/^1\|6\|unix\|[^|]+\|grpc\|\n$/);
    const peer = dial(handshake);
    await peer.call("GetProviderSchema");
    await peer.shutdown();
    expect(await plugin.end()).toEqual({ code: 0, signal: null });
  });

  test("answers the question for multiplexing in a seventh field", async () => {
    const { line } = await workshop.start({ ...TERRAFORM, PLUGIN_MULTIPLEX_GRPC: "true" }).handshake();
    expect(line).toMatch(/\|grpc\|\|false\n$/);
  });

  test("ignores Ctrl-C, in the middle of a call too", async () => {
    const { plugin, peer } = await startAndConnect();
    await configure(peer, "hi");
    const slow = create(peer, "slow");
    plugin.child.kill("SIGINT");
    await peer.call("GetProviderSchema");
    plugin.child.kill("SIGINT");
    await peer.call("StopProvider");
    expect((await slow).diagnostics).toMatchObject([{ summary: "The create was cut short" }]);
    await peer.shutdown();
    expect(await plugin.end()).toEqual({ code: 0, signal: null });
  });

  test.each(["SIGTERM", "SIGHUP"] as const)("removes its socket when %s ends it", async (signal) => {
    const { plugin } = await startAndConnect();
    plugin.child.kill(signal);
    expect(await plugin.end()).toEqual({ code: 0, signal: null });
    expect(workshop.leftovers).toEqual([]);
  });

  test("ends with Terraform, even if Terraform was killed before it connected", async () => {
    const script = `
      const child = require("node:child_process").spawn(process.execPath, [process.argv[1]], { stdio: "inherit" });
      console.error(child.pid);`;
    const parent = workshop.run(["-e", script, workshop.program], TERRAFORM);
    await parent.handshake();
    expect(workshop.leftovers).toHaveLength(1);
    parent.child.kill("SIGKILL");
    try {
      await parent.end();
    } catch (error) {
      process.kill(Number(parent.stderr), "SIGKILL");
      throw error;
    }
    expect(workshop.leftovers).toEqual([]);
  });

  test("never reads the terminal, which is Terraform's", async () => {
    const file = path.join(workshop.folder, "stdin");
    writeFileSync(file, "yes\n");
    const stdin = openSync(file, "r");
    const plugin = workshop.run([workshop.program], TERRAFORM, stdin);
    const peer = dial(await plugin.handshake());
    await configure(peer, "hi");
    await create(peer, "noisy");
    await peer.shutdown();
    await plugin.end();
    const answer = Buffer.alloc(4);
    readSync(stdin, answer, 0, 4, null);
    closeSync(stdin);
    expect(String(answer)).toBe("yes\n");
  });

  test("lets nothing that a provider prints reach stdout", async () => {
    const { plugin, handshake, peer } = await startAndConnect();
    await configure(peer, "hi");
    await create(peer, "noisy");
    await peer.shutdown();
    await plugin.end();
    expect(plugin.stdout).toBe(handshake.line);
    const [first = "", ...rest] = plugin.stderr.split("\n");
    expect(JSON.parse(first)).toMatchObject({ "@level": "info", "@message": "to the console" });
    expect(rest.join("\n")).toBe("{ to: 'the inspector' }\nto stdout\n");
  });

  test.each([
    ["crash", /^panic: Error: thrown out of nowhere\n {4}at /],
    ["reject", /^panic: Error: rejected by nobody\n {4}at /],
    ["strange", /^panic: \[Object: null prototype\] \{\}\n/],
  ])("tells Terraform why it crashed: %s", async (name, text) => {
    const { plugin, peer } = await startAndConnect();
    await configure(peer, "hi");
    await expect(create(peer, name)).rejects.toThrow(/UNAVAILABLE|CANCELLED/);
    expect(await plugin.end()).toEqual({ code: 1, signal: null });
    expect(plugin.stderr).toMatch(text);
    expect(workshop.leftovers).toEqual([]);
  });
});

describe("started by hand", () => {
  test.each([
    ["without Terraform's cookie", {}],
    ["with another cookie", { TF_PLUGIN_MAGIC_COOKIE: "x" }],
  ])("%s it explains itself and ends with 1", async (_what, environment) => {
    const plugin = workshop.start(environment);
    expect(await plugin.end()).toEqual({ code: 1, signal: null });
    expect(plugin.stdout).toBe("");
    expect(plugin.stderr).toMatch(/^terraform-provider-tiny 1\.2\.3\n\nThis program is a Terraform provider/);
    expect(workshop.leftovers).toEqual([]);
  });
});

describe("started to be attached to", () => {
  async function startDebug(): Promise<{ plugin: PluginProcess; target: string }> {
    // A client's certificate says nothing here: Terraform attaches in plain text.
    const plugin = workshop.start({ PLUGIN_CLIENT_CERT: identity.pem }, "--debug");
    await plugin.handshake();
    const [, json = ""] = /^\tTF_REATTACH_PROVIDERS='(.*)'$/m.exec(plugin.stdout) ?? [];
    const reattach = JSON.parse(json);
    expect(reattach).toEqual({
      "example.test/tiny/tiny": {
        Protocol: "grpc",
        ProtocolVersion: 6,
        Pid: plugin.child.pid,
        Test: true,
        Addr: { Network: "unix", String: expect.stringMatching(/\/s$/) },
      },
    });
    const { Network, String: where } = reattach["example.test/tiny/tiny"].Addr;
    return { plugin, target: targetOf(Network, where) };
  }

  test("says how, and serves each Terraform run with its own configuration", async () => {
    const { plugin, target } = await startDebug();
    const [one, other] = [dial({ target, certificate: undefined }), dial({ target, certificate: undefined })];
    await configure(one, "one");
    await configure(other, "other");
    for (const [peer, greeting] of [
      [one, "one"],
      [other, "other"],
    ] as const) {
      const { newState } = await create(peer, "x");
      expect(decodeThing(newState)).toEqual(record(Object.entries(thing({ name: "x", size: 1, greeting }))));
    }
    await one.shutdown();
    one.close();
    const { newState } = await create(other, "y");
    expect(decodeThing(newState)).toMatchObject({ name: "y", greeting: "other" });
    other.close();
    const third = dial({ target, certificate: undefined });
    const { diagnostics } = await create(third, "z");
    expect(diagnostics).toMatchObject([{ summary: "Provider not configured" }]);
    expect(plugin.child.exitCode).toBeNull();
  });

  test.each(["SIGINT", "SIGTERM"] as const)("ends on %s and removes its socket", async (signal) => {
    const { plugin, target } = await startDebug();
    const peer = dial({ target, certificate: undefined });
    await peer.call("GetProviderSchema");
    plugin.child.kill(signal);
    expect(await plugin.end()).toEqual({ code: 0, signal: null });
    expect(workshop.leftovers).toEqual([]);
  });
});
