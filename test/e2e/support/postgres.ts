/** A PostgreSQL of a test's own: a fresh cluster in a temporary folder, reached by a Unix socket in it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Run, run } from "../../support/process";

export const NO_POSTGRES =
  "There is no PostgreSQL here: install Debian's package by `apt-get install postgresql`, or put initdb, postgres and psql on the PATH.";

const PROGRAMS = ["initdb", "postgres", "psql"];
const SUPERUSER = "superuser";
/** With what passwords have that URLs do not take as it stands. */
const PASSWORD = "p@ss/w%rd #that:opens nothing";

/** The folder with PostgreSQL's programs, the newest if Debian has several; undefined if there is none. */
export function findPostgres(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
  const folders = [
    ...versions.map((version) => path.join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(path.delimiter),
  ];
  return folders.find((folder) => PROGRAMS.every((program) => existsSync(path.join(folder, program))));
}

export class Postgres {
  readonly password = PASSWORD;
  readonly #programs: string;
  readonly #directory: string;
  #server: ChildProcess | undefined;

  /**
   * Makes a cluster and starts it.
   *
   * @param programs the folder with PostgreSQL's programs
   */
  static async start(programs: string): Promise<Postgres> {
    const postgres = new Postgres(programs);
    try {
      await postgres.#initialize();
      await postgres.start();
    } catch (error) {
      await postgres.remove();
      throw error;
    }
    return postgres;
  }

  private constructor(programs: string) {
    this.#programs = programs;
    this.#directory = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-pg-"));
    // Should the test end without its hooks, neither the server nor its files stay.
    process.once("exit", () => {
      this.#server?.kill("SIGQUIT");
      rmSync(this.#directory, { recursive: true, force: true });
    });
  }

  async #initialize(): Promise<void> {
    const { uid, gid } = unprivileged();
    if (uid !== undefined && gid !== undefined) chownSync(this.#directory, uid, gid);
    const passwordFile = path.join(this.#directory, "password");
    writeFileSync(passwordFile, PASSWORD);
    if (uid !== undefined && gid !== undefined) chownSync(passwordFile, uid, gid);
    execFileSync(
      path.join(this.#programs, "initdb"),
      [
        ...["--pgdata", this.#data, "--username", SUPERUSER, "--pwfile", passwordFile],
        ...["--auth", "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync"],
      ],
      { ...this.#options(), stdio: ["ignore", "ignore", "pipe"] },
    );
    rmSync(passwordFile);
  }

  /** Starts the server again after `stop`. Returns once it accepts connections. */
  start(): Promise<void> {
    const server = spawn(
      path.join(this.#programs, "postgres"),
      ["-D", this.#data, "-k", this.#directory, "-c", "listen_addresses=", "-c", "fsync=off"],
      { ...this.#options(), stdio: ["ignore", "ignore", "pipe"] },
    );
    this.#server = server;
    return new Promise((resolve, reject) => {
      let log = "";
      server.stderr.on("data", (chunk: Buffer) => {
        log += chunk.toString();
        if (log.includes("ready to accept connections")) resolve();
      });
      server.once("error", reject);
      server.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
    });
  }

  /** Ends every connection, and the server. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Creates an empty database, and a role of the same name that owns it and may do nothing else. */
  async createDatabase(name: string): Promise<void> {
    await this.query("postgres", `CREATE ROLE ${name} LOGIN PASSWORD '${PASSWORD}'`);
    await this.query("postgres", `CREATE DATABASE ${name} OWNER ${name}`);
  }

  /** The connection string for a database, as Terraform takes it. The user is its owner if none is given. */
  url(database: string, user = database, password = PASSWORD): string {
    const [name, secret] = [user, password].map(encodeURIComponent);
    return `postgres://${name}:${secret}@/${database}?host=${encodeURIComponent(this.#directory)}`;
  }

  /** Runs SQL as the superuser. Returns what it prints: a line for each row, columns separated by `|`. */
  async query(database: string, sql: string): Promise<string> {
    const { status, stdout, stderr }: Run = await run(
      path.join(this.#programs, "psql"),
      ["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--set", "ON_ERROR_STOP=1", "--command", sql],
      {
        env: { PGHOST: this.#directory, PGUSER: SUPERUSER, PGPASSWORD: PASSWORD, PGDATABASE: database },
      },
    );
    if (status !== 0) throw new Error(`psql exited with ${status}: ${stderr}`);
    return stdout.trim();
  }

  get #data(): string {
    return path.join(this.#directory, "data");
  }

  #options() {
    // In English, for `start` reads the log.
    return { ...unprivileged(), cwd: this.#directory, env: { LC_ALL: "C" } };
  }
}

/** PostgreSQL refuses to run as root: where the tests do, it runs as its own user, or as nobody. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const [, , uid, gid] = ["postgres", "nobody"].flatMap((name) => users.filter(([user]) => user === name))[0] ?? [];
  if (uid === undefined)
    throw new Error("PostgreSQL does not run as root, and there is neither a user postgres nor nobody.");
  return { uid: Number(uid), gid: Number(gid) };
}
