/** The pipeline of examples/pipeline: its files for CI, run as GitHub and GitLab run them, and its script, under stress. */
import type { ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Emulator, startEmulator } from "../../src/emulator";
import { defaultSettings } from "../../src/emulator/settings";
import type { Run } from "../support/process";
import { root, type Workspace, workspaceFor } from "../support/terraform";
import { Checkout, type Outcome, runJobs } from "./support/checkout";
import {
  gitHubConcurrency,
  gitHubJobs,
  gitLabJobs,
  type Job,
  readGitHub,
  readGitLab,
  type Trigger,
} from "./support/ci-files";
import { CI_TOKENS, CiService, GITLAB_TOKEN, ID_TOKEN_REQUEST_TOKEN } from "./support/ci-service";
import { findPostgres, NO_POSTGRES, Postgres } from "./support/postgres";
import { storedTexts } from "./support/stored-texts";

const example = path.join(root, "examples/pipeline");
const gitHub = readGitHub(readFileSync(path.join(example, ".github/workflows/nics.yml"), "utf8"));
const gitLab = readGitLab(readFileSync(path.join(example, ".gitlab-ci.yml"), "utf8"));

type Nic = readonly [serverId: string, portId: string];
const WEB: Nic = ["8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21", "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613"];
const DB: Nic = ["d47e63b0-91fa-4c28-a5e9-6c0b82f41d39", "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8"];

const SERVICES = {
  "GitHub Actions": (trigger: Trigger) => gitHubJobs(gitHub, trigger),
  "GitLab CI": (trigger: Trigger) => gitLabJobs(gitLab, trigger),
} as const;
type Service = keyof typeof SERVICES;
const services = Object.keys(SERVICES) as Service[];

const given = {
  secrets: { HW_ACCESS_KEY: "secret-1", HW_SECRET_KEY: "secret-2", PG_CONN_STR: "secret-3" },
  variables: { HW_REGION_NAME: "a-region", HW_PROJECT_ID: "a-project" },
};

describe("the files for CI", () => {
  test.each(services)("%s runs steps of the script, and npm ci, and nothing else", (service) => {
    const [, steps = ""] = /case \$step in\n\s+(.*)\) "\$step"/.exec(script()) ?? [];
    const known = ["npm ci", ...steps.split(" | ").map((step) => `./pipeline.sh ${step}`)];
    for (const kind of ["pull request", "main", "by hand"] as const) {
      const jobs = SERVICES[service]({ kind, ...given });
      for (const command of jobs.flatMap(commands)) expect(known).toContain(command.run.replace(/^exec /, ""));
    }
  });

  test.each(services)("%s plans on a pull request, and applies on main alone", (service) => {
    const stepsOn = (kind: Trigger["kind"]) =>
      SERVICES[service]({ kind, ...given }).map(({ name, needs }) => ({ name, needs }));
    expect(stepsOn("pull request")).toEqual([{ name: "plan", needs: [] }]);
    expect(stepsOn("main")).toEqual([
      { name: "plan", needs: [] },
      { name: "apply", needs: ["plan"] },
    ]);
  });

  test("GitHub's actions are those of GitHub and HashiCorp, by their major versions", () => {
    const used = Object.values(gitHub.jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    expect([...new Set(used)].sort()).toEqual([
      "actions/checkout@v6",
      "actions/download-artifact@v7",
      "actions/setup-node@v6",
      "actions/upload-artifact@v6",
      "hashicorp/setup-terraform@v3",
    ]);
  });

  test("GitHub's jobs may read the repository, and the one that plans may comment", () => {
    expect(gitHub.permissions).toEqual({ contents: "read" });
    expect(gitHub.jobs.plan?.permissions).toEqual({ contents: "read", "pull-requests": "write" });
    expect(gitHub.jobs.apply?.permissions).toBeUndefined();
  });

  test("GitHub gives secrets to the steps that need them alone, never to npm", () => {
    const jobs = gitHubJobs(gitHub, { kind: "main", ...given });
    const secret = jobs
      .flatMap(commands)
      .filter(({ env }) => Object.values(env).some((value) => value.startsWith("secret-")));
    expect(secret.map(({ run }) => run)).toEqual(["./pipeline.sh plan", "exec ./pipeline.sh apply"]);
  });

  test("applies take turns, need the environment's consent, and are never cancelled for a newer one", () => {
    const concurrencyOn = (kind: Trigger["kind"]) => gitHubConcurrency(gitHub, { kind, ...given });
    expect(concurrencyOn("main")).toEqual({ group: "nics-main", cancels: false });
    expect(concurrencyOn("by hand")).toEqual({ group: "nics-main", cancels: false });
    expect(concurrencyOn("pull request")).toEqual({ group: "nics-7", cancels: true });
    expect(gitHub.jobs.apply?.environment).toBe("nics");
    expect(gitLab.apply).toMatchObject({ environment: "nics", resource_group: "nics" });
  });
});

const programs = findPostgres();
const isCi = process.env.CI !== undefined && process.env.CI !== "false";
if (programs === undefined && !isCi) process.stderr.write(`The pipeline is not tested. ${NO_POSTGRES}\n`);
/** In CI a test that cannot run fails, and says why; elsewhere it is skipped. */
const describeWithPostgres = programs === undefined && !isCi ? describe.skip : describe;

let postgres: Postgres;
let emulator: Emulator;
let ci: CiService;
let workspace: Workspace;
let database: string;
let databases = 0;
/** All that commands have printed in this test. */
let checkouts: Checkout[];
/** What the CDKTF CLI wrote, by what it was made of, for it takes five seconds each time. */
let synthesized: Map<string, string>;
let synthesizedIn: string;

describeWithPostgres("the pipeline, with the emulator and a PostgreSQL", () => {
  beforeAll(async () => {
    synthesized = new Map();
    synthesizedIn = mkdtempSync(path.join(os.tmpdir(), "huaweiecs-synthesized-"));
    if (programs === undefined) throw new Error(NO_POSTGRES);
    postgres = await Postgres.start(programs);
    emulator = await startEmulator();
  }, 60_000);

  afterAll(async () => {
    await postgres?.remove();
    await emulator?.stop();
    rmSync(synthesizedIn, { recursive: true, force: true });
  });

  beforeEach(async () => {
    emulator.play({ settings: defaultSettings });
    emulator.setNic(...WEB, { deleteOnTermination: true });
    emulator.setNic(...DB, { deleteOnTermination: false });
    emulator.clearRequests();
    database = `state_${++databases}`;
    await postgres.createDatabase(database);
    ci = await CiService.start();
    workspace = workspaceFor(emulator, {
      HUAWEIECS_ENDPOINT: emulator.url,
      PG_CONN_STR: postgres.url(database),
      CI: "1",
      NO_COLOR: "1",
      FORCE_COLOR: "0",
    });
    checkouts = [];
  });

  afterEach(async () => {
    try {
      expect(await secretsLeft()).toEqual([]);
    } finally {
      workspace.remove();
      await ci.stop();
    }
  });

  test.each(services)(
    "%s plans and reviews a pull request, applies the plan of main, and then finds nothing to do",
    async (name) => {
      expect(await pipelineOf(name, "pull request")).toEqual({ plan: 0 });
      expect(ci.comments).toEqual([expect.stringContaining("2 NICs will be kept")]);
      expect(puts()).toBe(0);
      expect(await stateText()).toBe("");

      expect(await pipelineOf(name, "main")).toEqual({ plan: 0, apply: 0 });
      expect(cloud()).toEqual({ web: false, db: false });
      expect(await originalSettings()).toEqual({ web: true, db: false });

      emulator.clearRequests();
      expect(await pipelineOf(name, "main")).toEqual({ plan: 0, apply: 0 });
      expect(checkouts.at(-2)?.printed).toContain("No changes.");
      expect(checkouts.at(-1)?.printed).toContain("0 added, 0 changed, 0 destroyed");
      expect(puts()).toBe(0);
      expect(ci.comments).toHaveLength(1);
    },
    180_000,
  );

  test.each(services)(
    "%s stops at a closed gate, says so in a comment, and applies when a person opens the gate",
    async (name) => {
      const main = program().replace(/(db: \{[^}]*NicRetention\.)KEEP/, "$1DELETE");
      expect(await pipelineOf(name, "pull request", { main })).toEqual({ plan: 2 });
      expect(ci.comments).toEqual([expect.stringContaining("Gate closed: `delete`")]);
      expect(await pipelineOf(name, "main", { main })).toEqual({ plan: 2 });
      expect(puts()).toBe(0);
      expect(await stateText()).toBe("");

      expect(await pipelineOf(name, "by hand", { main, failOn: "lost" })).toEqual({ plan: 0, apply: 0 });
      expect(cloud()).toEqual({ web: false, db: true });
    },
    180_000,
  );

  test("a plan that a gate has stopped is not applied, whoever asks for it", async () => {
    const runner = await checkout();
    await runner.must("plan");
    expect(await runner.run("review", { FAIL_ON: "any" })).toMatchObject({ status: 2 });
    const { status, stderr } = await runner.run("apply");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "pipeline: there is no plan that passed the gates: run ./pipeline.sh plan review first\n",
    });
    expect(puts()).toBe(0);
    await runner.must("review", { FAIL_ON: "none" });
    await runner.must("apply");
    expect(cloud()).toEqual({ web: false, db: false });
  }, 60_000);

  test("what changes in the cloud between plan and apply is not done twice, and the next run finds the rest", async () => {
    await applied();
    emulator.setNic(...WEB, { deleteOnTermination: true });
    const runner = await checkout();
    await runner.must("plan review");
    emulator.setNic(...WEB, { deleteOnTermination: false });
    emulator.setNic(...DB, { deleteOnTermination: true });
    emulator.clearRequests();
    expect(await runner.must("apply")).toContain("0 added, 1 changed");
    expect(puts()).toBe(0);

    expect(await runner.must("plan review")).toContain("Changed behind Terraform's back: 1 change");
    await runner.must("apply");
    expect(cloud()).toEqual({ web: false, db: false });
    expect(puts()).toBe(1);
    expect(await runner.must("plan")).toContain("No changes.");
  }, 60_000);

  test("a plan that the state has outrun is refused, with what to do", async () => {
    const [late, early] = [await checkout(), await checkout()];
    await late.must("plan review");
    await early.must("plan review apply");
    emulator.setNic(...WEB, { deleteOnTermination: true });
    const before = { puts: puts(), state: await stateText() };
    const { status, stdout, stderr } = await late.run("apply");
    expect(status).toBe(1);
    expect(stdout).toContain("Saved plan is stale");
    expect(stderr).toContain(
      "the state has changed since this plan was made, and nothing was applied: plan and review",
    );
    expect({ puts: puts(), state: await stateText() }).toEqual(before);
  }, 60_000);

  test("of two applies at once that do not wait, one fails with Terraform's lock error, and nothing is lost", async () => {
    await applied();
    const originals = await originalSettings();
    undo();
    const [first, second] = [await checkout(), await checkout()];
    await first.must("plan review");
    await second.must("plan review");
    const apply = await heldApply(first);
    const refused = await second.run("apply", { LOCK_TIMEOUT: "0s" });
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain("Error acquiring the state lock");
    expect(refused.stderr).toContain("another run uses the state, and nothing was applied: wait for its end");

    release();
    expect(await apply.ended).toMatchObject({ status: 0 });
    // The state is as it was before, so the other plan still holds, and finds all of it done.
    await second.must("apply");
    expect(puts()).toBe(2);
    await expectComplete(originals);
  }, 90_000);

  test("of two first applies at once that wait, the second finds its plan stale, and a plan that waits nothing to do", async () => {
    undo();
    const [first, second, third] = [await checkout(), await checkout(), await checkout()];
    await first.must("plan review");
    await second.must("plan review");
    const apply = await heldApply(first);
    const [refusedApply, lastPlan] = [second.run("apply"), third.run("plan")];
    const waits = (runner: Checkout) => runner.printed.includes("Acquiring state lock");
    await until(() => waits(second) && waits(third));

    release();
    expect(await apply.ended).toMatchObject({ status: 0 });
    const refused = await refusedApply;
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("the state has changed since this plan was made");
    const planned = await lastPlan;
    expect(planned.status).toBe(0);
    expect(planned.stdout).toContain("No changes.");
    expect(puts()).toBe(2);
    await expectComplete({ web: true, db: true });
  }, 90_000);

  test("an apply that is killed leaves no lock, and the state from which the next run goes on", async () => {
    await applied();
    const originals = await originalSettings();
    undo();
    const killed = await checkout();
    await killed.must("plan review");
    const before = await stateText();
    const apply = await heldApply(killed);
    killed.kill();
    await apply.ended;
    expect(await stateText()).toBe(before);

    release();
    const next = await checkout();
    await next.must("plan review apply");
    await expectComplete(originals);
    // The killed one had sent both already.
    expect(puts()).toBe(2);
  }, 90_000);

  test("a first apply that is killed leaves the next run all of it to do, which takes over what it finds", async () => {
    const killed = await checkout();
    await killed.must("plan review");
    const apply = await heldApply(killed, 1);
    killed.kill();
    await apply.ended;
    release();
    await applied();
    // What the killed one had changed is all that can be found.
    await expectComplete({ web: false, db: false });
    expect(puts()).toBe(1);
  }, 90_000);

  test("an apply that is cancelled ends what it has begun, and saves it", async () => {
    await applied();
    const originals = await originalSettings();
    undo();
    emulator.fail({ method: "PUT", respond: { delayMs: 3000 }, times: 2 });
    const runner = await checkout();
    await runner.must("plan review");
    let child: ChildProcess | undefined;
    let stillRunning: string[] | undefined;
    const apply = runner.run("apply", {}, (started) => {
      child = started;
      child.once("exit", () => {
        stillRunning = runner.processes();
      });
    });
    await until(() => !cloud().web && !cloud().db);
    // As GitHub does it: the process of the step alone, by the one signal and soon after by the other.
    child?.kill("SIGINT");
    await until(() => runner.printed.includes("Interrupt received"));
    child?.kill("SIGTERM");
    const { status, stdout, stderr } = await apply;
    expect(status).toBe(130);
    expect(stillRunning).toEqual([]);
    expect(stdout).not.toContain("Two interrupts received");
    expect(stderr).toContain("what was done is in the state");
    await expectComplete(originals);
    expect(puts()).toBe(2);
  }, 90_000);

  test("a state that the database does not take is kept in a file, and recovered", async () => {
    const runner = await checkout();
    await runner.must("plan review");
    const apply = await heldApply(runner, 1);
    await postgres.stop();
    release();
    const { status, stderr } = await apply.ended;
    await postgres.start();
    expect(status).toBe(1);
    expect(stderr).toContain("it is in errored.tfstate: keep that, and run ./pipeline.sh recover before anything else");

    expect(await runner.run("plan")).toMatchObject({
      status: 1,
      stderr: "pipeline: errored.tfstate is a state that is not saved yet: run ./pipeline.sh recover first\n",
    });
    await runner.must("recover");
    expect(existsSync(path.join(runner.directory, "errored.tfstate"))).toBe(false);
    await expectComplete({ web: true, db: false });
  }, 90_000);

  test("a role that can only read is enough to plan a pull request", async () => {
    await applied();
    undo();
    const role = `reader_${databases}`;
    await postgres.query(
      database,
      `CREATE ROLE ${role} LOGIN PASSWORD 'reads-and-nothing-else';
       GRANT USAGE ON SCHEMA nics TO ${role};
       GRANT SELECT ON nics.states TO ${role}`,
    );
    const runner = await checkout();
    const reader = {
      PG_CONN_STR: postgres.url(database, role, "reads-and-nothing-else"),
      PG_SKIP_SCHEMA_CREATION: "true",
      PG_SKIP_TABLE_CREATION: "true",
      PG_SKIP_INDEX_CREATION: "true",
    };
    expect(await runner.must("plan review", reader)).toContain("2 to change");
    expect(await locks()).toBe("0");
  }, 60_000);

  test("a job of GitHub signs in by its id token, without any key", async () => {
    const { identityProvider, agencies, domainId } = emulator.account;
    const runner = await checkout();
    const oidc = {
      HW_ACCESS_KEY: undefined,
      HW_SECRET_KEY: undefined,
      HW_ASSUME_ROLE_IDP_ID: identityProvider,
      HW_ASSUME_ROLE_AGENCY_NAME: agencies[0],
      HW_ASSUME_ROLE_DOMAIN_ID: domainId,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${ci.url}/id-token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: ID_TOKEN_REQUEST_TOKEN,
    };
    await runner.must("plan review apply", oidc);
    expect(ci.audiences).toEqual(["huaweicloud", "huaweicloud"]);
    expect(cloud()).toEqual({ web: false, db: false });
  }, 60_000);

  test.each([
    ["", "PG_CONN_STR is not set"],
    ["postgres://terraform:p%zz@db/nics", "PG_CONN_STR is no URL"],
    ["postgres://terraform:p#zz@db/nics", "PG_CONN_STR is no URL"],
    ["postgres://terraform:p/zz@db/nics", "PG_CONN_STR is no URL"],
  ])(
    "a connection string such as %j is refused before Terraform shows it",
    async (url, message) => {
      const runner = await checkout();
      const { status, stdout, stderr } = await runner.run("plan", { PG_CONN_STR: url });
      expect(status).toBe(1);
      expect(stdout).toBe("");
      expect(stderr).toMatch(new RegExp(`^pipeline: ${message}`));
      expect(stderr).not.toContain("zz");
    },
    60_000,
  );

  test("no secret is in what is printed, synthesized, planned, passed on or stored", async () => {
    const runner = await checkout();
    await runner.must("plan review apply");
    // The search finds what is there, whether it is compressed or not.
    const files = [...storedTexts(runner.directory)].filter(([, text]) => text.includes(WEB[1])).map(([file]) => file);
    const stack = "cdktf.out/stacks/nics";
    expect(files).toEqual(expect.arrayContaining(["reviewed.tgz", `${stack}/cdk.tf.json`, `${stack}/plan.bin`]));
    expect(await stateText()).toContain(WEB[1]);
    expect(secretsIn([postgres.url(database), emulator.credentials.secretKey])).toHaveLength(2);
    expect(await secretsLeft()).toEqual([]);
  }, 60_000);
});

function script(): string {
  return readFileSync(path.join(example, "pipeline.sh"), "utf8");
}

function program(): string {
  return readFileSync(path.join(example, "main.ts"), "utf8");
}

function commands({ steps }: Job) {
  return steps.flatMap((step) => ("run" in step ? step : []));
}

/** A new checkout with its packages, and its stack synthesized. */
async function checkout(): Promise<Checkout> {
  const made = newCheckout(workspace.env);
  made.installPackages();
  await synthesize(made);
  return made;
}

function newCheckout(env: Readonly<Record<string, string | undefined>>, main?: string): Checkout {
  const made = new Checkout(workspace.directory, env, main);
  checkouts.push(made);
  return made;
}

async function synthesize(made: Checkout): Promise<Pick<Run, "status">> {
  const main = readFileSync(path.join(made.directory, "main.ts"), "utf8");
  const output = path.join(made.directory, "cdktf.out");
  const known = synthesized.get(main);
  if (known !== undefined) {
    cpSync(known, output, { recursive: true });
    return { status: 0 };
  }
  const ended = await made.run("synth");
  const kept = path.join(synthesizedIn, String(synthesized.size));
  cpSync(output, kept, { recursive: true });
  synthesized.set(main, kept);
  return ended;
}

/** Runs what a service runs for a trigger, on machines that have nothing but what it gives them. */
function pipelineOf(
  service: Service,
  kind: Trigger["kind"],
  { main, failOn }: { readonly main?: string; readonly failOn?: string } = {},
): Promise<Outcome> {
  const { HW_REGION_NAME, HW_PROJECT_ID, HW_ACCESS_KEY, HW_SECRET_KEY, HW_AUTH_URL, PG_CONN_STR, ...plain } =
    workspace.env;
  const jobs = SERVICES[service]({
    kind,
    ...(failOn !== undefined && { failOn }),
    secrets: defined({ HW_ACCESS_KEY, HW_SECRET_KEY, PG_CONN_STR, GITLAB_TOKEN }),
    variables: defined({ HW_REGION_NAME, HW_PROJECT_ID }),
  });
  const summary = path.join(workspace.directory, "summary.md");
  const env = {
    ...plain,
    // The provider is found where the script puts it.
    TF_CLI_CONFIG_FILE: undefined,
    ...(service === "GitHub Actions" ? gitHubEnv(kind, summary) : gitLabEnv(kind)),
  };
  return runJobs(jobs, {
    checkOut: () => newCheckout(env, main),
    async execute(made, line, own) {
      if (line !== "npm ci") return line === "./pipeline.sh synth" ? synthesize(made) : made.command(line, own);
      made.installPackages();
      return { status: 0 };
    },
  });
}

function gitHubEnv(kind: Trigger["kind"], summary: string) {
  return {
    GITHUB_REF: kind === "pull request" ? "refs/pull/7/merge" : "refs/heads/main",
    GITHUB_API_URL: ci.url,
    GITHUB_REPOSITORY: "acme/nics",
    GITHUB_STEP_SUMMARY: summary,
  };
}

function gitLabEnv(kind: Trigger["kind"]) {
  return {
    CI_API_V4_URL: ci.url,
    CI_PROJECT_ID: "42",
    ...(kind === "pull request" && { CI_MERGE_REQUEST_IID: "7" }),
  };
}

function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value = ""]) => [name, value]));
}

/** Plans and applies the stack as it is. */
async function applied(): Promise<void> {
  await (await checkout()).must("plan review apply");
}

/** Undoes in the cloud what the stack declares, behind Terraform's back, so that an apply has two NICs to change. */
function undo(): void {
  for (const nic of [WEB, DB]) emulator.setNic(...nic, { deleteOnTermination: true });
  emulator.clearRequests();
}

/**
 * Begins an apply that does not end before `release`, because the cloud does not show what it changed. Returns once it has
 * changed so many NICs.
 */
async function heldApply(made: Checkout, nics = 2): Promise<{ readonly ended: Promise<Run> }> {
  emulator.configure({ readDelay: 3_600_000 });
  const ended = made.run("apply");
  await until(() => puts() === nics);
  return { ended };
}

function release(): void {
  emulator.configure({ readDelay: 0 });
  const { web, db } = cloud();
  emulator.setNic(...WEB, { deleteOnTermination: web });
  emulator.setNic(...DB, { deleteOnTermination: db });
}

async function until(condition: () => boolean): Promise<void> {
  for (let looks = 0; looks < 1200; looks++) {
    if (condition()) return;
    await sleep(50);
  }
  throw new Error(`This does not happen: ${condition}`);
}

function cloud(): { web: boolean; db: boolean } {
  const [web, db] = [emulator.nic(...WEB), emulator.nic(...DB)];
  if (web === undefined || db === undefined) throw new Error("A NIC is gone.");
  return { web: web.deleteOnTermination, db: db.deleteOnTermination };
}

function puts(): number {
  return emulator.requests.filter(({ method }) => method === "PUT").length;
}

/** The state as the database has it; empty when there is none yet. */
async function stateText(): Promise<string> {
  const isThere = await postgres.query(database, "SELECT to_regclass('nics.states') IS NOT NULL");
  return isThere === "t" ? postgres.query(database, "SELECT data FROM nics.states") : "";
}

async function originalSettings(): Promise<Record<string, unknown>> {
  const { resources } = JSON.parse(await stateText()) as {
    resources: { name: string; instances: { attributes: Record<string, unknown> }[] }[];
  };
  return Object.fromEntries(
    resources.map(({ name, instances }) => [name, instances[0]?.attributes.original_delete_on_termination]),
  );
}

function locks(): Promise<string> {
  return postgres.query(
    database,
    "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' AND datname = current_database()",
  );
}

/** The cloud is as the stack declares, the state is complete and remembers what was before, and nobody holds a lock. */
async function expectComplete(originals: Readonly<Record<string, unknown>>): Promise<void> {
  expect(cloud()).toEqual({ web: false, db: false });
  expect(await originalSettings()).toEqual(originals);
  expect(await (await checkout()).must("plan")).toContain("No changes.");
  expect(await locks()).toBe("0");
}

function secretsIn(texts: Iterable<string>): string[] {
  const all = [...texts].join("\n");
  const { password } = postgres;
  const secrets = [emulator.credentials.secretKey, password, encodeURIComponent(password), ...CI_TOKENS];
  return secrets.filter((secret) => all.includes(secret));
}

/** The secrets that show in what was printed, in any file, or in the state. */
async function secretsLeft(): Promise<string[]> {
  const printed = checkouts.map((made) => made.printed);
  return secretsIn([...printed, ...storedTexts(workspace.directory).values(), await stateText()]);
}
