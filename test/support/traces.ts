/** What a program has left behind, and what is said of it. */
import { existsSync, readdirSync, readlinkSync } from "node:fs";

/** What Terraform says of a provider that died in a call: which of it depends on what it notices first. */
export const PROVIDER_DIED = /Plugin did not respond|Plugin error|Request cancelled/;

/** The processes that work in a folder, as providers do in the folder of their Terraform (where there is a /proc). */
export function processesIn(directory: string): string[] {
  if (!existsSync("/proc/self/cwd")) return [];
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => {
    try {
      return readlinkSync(`/proc/${id}/cwd`) === directory;
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
}
