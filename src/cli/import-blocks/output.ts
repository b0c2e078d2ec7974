/** Where the text goes: to a file, or to whoever reads the standard output. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";

export interface Output {
  /** Undefined for the standard output. */
  readonly file: string | undefined;
  /** Whether the file may be there already. */
  readonly force: boolean;
}

/** Something that the user can do something about, in words. */
export class OutputError extends Error {}

/** @throws {OutputError} if there is something that must not be overwritten */
export function requireFree({ file, force }: Output): void {
  if (file !== undefined && !force && existsSync(file)) throw occupied(file);
}

/** @throws {OutputError} if it cannot be written */
export async function writeOutput(text: string, { file, force }: Output): Promise<void> {
  if (file === undefined) return print(text);
  try {
    await writeFile(file, text, { flag: force ? "w" : "wx" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === "EEXIST" ? occupied(file) : new OutputError(`Cannot write ${file}: ${message}.`);
  }
}

function occupied(file: string): OutputError {
  return new OutputError(`${file} is there already. Overwrite it with --force, or name another file with --output.`);
}

/** Whoever stops reading early (`| head`) has got what they wanted. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // The failure comes as an event too, which would end the process.
    process.stdout.on("error", () => undefined);
    process.stdout.write(text, (error) => {
      const { code, message } = (error ?? {}) as NodeJS.ErrnoException;
      if (code === undefined || code === "EPIPE") resolve();
      else reject(new OutputError(`Cannot write to the standard output: ${message}.`));
    });
  });
}
