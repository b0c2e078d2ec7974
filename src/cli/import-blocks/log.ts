import { appendFileSync } from "node:fs";
import { createLog } from "../../plugin/log";

/** A log as the provider's: asked for by `TF_LOG_PROVIDER` and the like, into the file that `TF_LOG_PATH` names. */
export function openLog({ TF_LOG_PATH: file, ...environment }: Readonly<Record<string, string | undefined>>) {
  return file ? createLog("huaweiecs", environment, (text) => append(file, text)) : createLog("huaweiecs", environment);
}

function append(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch {
    // What is asked for can be done without a log.
  }
}
