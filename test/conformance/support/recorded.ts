/** Terraform with the provider of the values, which writes down every message that it gets. */
import path from "node:path";
import { type Reattached, startForReattach } from "../../support/reattach";
import { Workspace } from "../../support/terraform";
import { recordingInto } from "../values/recording";

/** One for all tests of a file. */
export function recordedWorkspace(): () => Workspace {
  let workspace: Workspace;
  let provider: Reattached;
  beforeAll(async () => {
    workspace = new Workspace();
    const { directory } = workspace;
    provider = await startForReattach(path.join(__dirname, "../values/main.ts"), directory, recordingInto(directory));
    workspace.env.TF_REATTACH_PROVIDERS = provider.variable;
  }, 60_000);
  afterAll(async () => {
    await provider.stop();
    workspace.remove();
  });
  return () => workspace;
}
