/**
 * What the pipeline's files for GitHub Actions and GitLab CI say, as jobs that a test can run. It knows the parts of the two
 * languages that these files use, and refuses all others, so that nothing is silently passed over.
 */
import { parse } from "yaml";
import { GITHUB_TOKEN } from "./ci-service";

/** Whether a step runs after a failed one. */
type When = "success" | "always";

/** A command, or a file that goes from job to job. */
export type Step = { readonly when: When } & (
  | { readonly run: string; readonly env: Readonly<Record<string, string>> }
  | { readonly upload: string; readonly isRequired: boolean }
  | { readonly download: string }
);

export interface Job {
  readonly name: string;
  readonly needs: readonly string[];
  readonly steps: readonly Step[];
}

/** What the two services tell a pipeline. */
export interface Trigger {
  readonly kind: "pull request" | "main" | "by hand";
  /** The gates that were given by hand. */
  readonly failOn?: string;
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
}

interface GitHubStep {
  readonly run?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface GitHubJob {
  readonly if?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps: readonly GitHubStep[];
}

export interface GitHubWorkflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": string };
  readonly jobs: Readonly<Record<string, GitHubJob>>;
}

interface GitLabJob {
  readonly rules?: readonly { readonly if: string }[];
  readonly script: readonly string[];
  readonly after_script?: readonly string[];
  readonly environment?: string;
  readonly resource_group?: string;
  readonly artifacts: { readonly when: string; readonly paths: readonly string[] };
}

export interface GitLabPipeline {
  readonly workflow: { readonly rules: readonly { readonly if: string }[] };
  readonly stages: readonly string[];
  readonly default: { readonly before_script: readonly string[] };
  readonly plan: GitLabJob;
  readonly apply: GitLabJob;
}

export function readGitHub(text: string): GitHubWorkflow {
  return parse(text);
}

export function readGitLab(text: string): GitLabPipeline {
  return parse(text);
}

/** The jobs that GitHub Actions runs. */
export function gitHubJobs(workflow: GitHubWorkflow, trigger: Trigger): Job[] {
  const isPullRequest = trigger.kind === "pull request";
  const conditions: Readonly<Record<string, boolean | When>> = {
    "github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository": true,
    "github.event_name == 'pull_request' && !cancelled()": isPullRequest && "always",
    "github.ref == 'refs/heads/main'": !isPullRequest,
    "always()": "always",
  };
  const holds = (condition = "always()") => known(conditions, condition);
  const stepsOf = ({ run, uses = "", if: condition, with: given = {}, env = {} }: GitHubStep): Step[] => {
    if (condition !== undefined && holds(condition) === false) return [];
    const when = condition !== undefined && holds(condition) === "always" ? "always" : "success";
    if (run !== undefined) {
      const pairs = Object.entries(env).map(([name, value]) => [name, substitute(value, trigger)]);
      return [{ run, env: Object.fromEntries(pairs), when }];
    }
    const [action] = uses.split("@");
    if (action === "actions/upload-artifact") {
      return [{ upload: String(given.path), isRequired: given["if-no-files-found"] === "error", when }];
    }
    // It puts all files of the artifact of this name into the working directory.
    if (action === "actions/download-artifact") {
      return Object.values(workflow.jobs)
        .flatMap(({ steps }) => steps)
        .filter((step) => step.uses?.startsWith("actions/upload-artifact@") && step.with?.name === given.name)
        .map((step) => ({ download: String(step.with?.path), when }));
    }
    known({ "actions/checkout": true, "actions/setup-node": true, "hashicorp/setup-terraform": true }, String(action));
    return [];
  };
  return Object.entries(workflow.jobs)
    .filter(([, job]) => holds(job.if) !== false)
    .map(([name, job]) => ({
      name,
      needs: job.needs === undefined ? [] : [job.needs],
      steps: job.steps.flatMap(stepsOf),
    }));
}

/** Which runs of the workflow take turns, and whether a new one puts an end to one that is under way. */
export function gitHubConcurrency(workflow: GitHubWorkflow, trigger: Trigger) {
  const { group, "cancel-in-progress": cancels } = workflow.concurrency;
  return { group: substitute(group, trigger), cancels: substitute(cancels, trigger) === "true" };
}

/** A value in which each expression of GitHub stands for what it comes to. */
function substitute(text: string, { kind, failOn = "", secrets, variables }: Trigger): string {
  const isPullRequest = kind === "pull request";
  const values: Readonly<Record<string, string>> = {
    "github.event.pull_request.number || 'main'": isPullRequest ? "7" : "main",
    "github.event_name == 'pull_request'": String(isPullRequest),
    "github.token": GITHUB_TOKEN,
    "inputs.fail_on": failOn,
    ...prefixed("secrets.", secrets),
    ...prefixed("vars.", variables),
  };
  return text.replaceAll(/\$\{\{ (.*?) \}\}/g, (_all, expression: string) => known(values, expression));
}

/** The jobs that GitLab CI runs. It gives the artifacts of earlier stages to every job, and all variables to every command. */
export function gitLabJobs(pipeline: GitLabPipeline, trigger: Trigger): Job[] {
  const isMergeRequest = trigger.kind === "pull request";
  const conditions: Readonly<Record<string, boolean>> = {
    '$CI_PIPELINE_SOURCE == "merge_request_event"': isMergeRequest,
    "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH": !isMergeRequest,
  };
  const applies = (rules: readonly { readonly if: string }[] = pipeline.workflow.rules) =>
    rules.some((rule) => known(conditions, rule.if));
  const env = {
    ...trigger.secrets,
    ...trigger.variables,
    ...(trigger.failOn !== undefined && { FAIL_ON: trigger.failOn }),
  };
  const whens: Readonly<Record<string, When>> = { always: "always", on_failure: "always", on_success: "success" };

  return pipeline.stages.flatMap((stage, index) => {
    const job = known({ plan: pipeline.plan, apply: pipeline.apply }, stage);
    if (!applies() || !applies(job.rules)) return [];
    const command =
      (when: When) =>
      (run: string): Step => ({ run, env, when });
    const earlier = pipeline.stages.slice(0, index);
    return {
      name: stage,
      needs: earlier,
      steps: [
        ...earlier.flatMap((name) =>
          known({ plan: pipeline.plan, apply: pipeline.apply }, name).artifacts.paths.map(
            (download): Step => ({ download, when: "success" }),
          ),
        ),
        ...[...pipeline.default.before_script, ...job.script].map(command("success")),
        ...(job.after_script ?? []).map(command("always")),
        ...job.artifacts.paths.map((upload) => ({ upload, isRequired: false, when: known(whens, job.artifacts.when) })),
      ],
    };
  });
}

function known<Value>(meanings: Readonly<Record<string, Value>>, text: string): Value {
  const meaning = meanings[text];
  if (meaning === undefined) throw new Error(`Nothing here knows what this means: ${text}`);
  return meaning;
}

function prefixed(prefix: string, values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}${name}`, value]));
}
