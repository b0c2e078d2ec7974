/** What a program has left behind. */
import { existsSync, readdirSync, readlinkSync } from "node:fs";

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
