import type { Secret } from "../secret";
import type { Credentials } from "../signature";
import type { Source } from "./source";

/** Keys as they were given, with their security token when they are temporary. */
export function fixedKeys(name: string, keys: Credentials): Source {
  return { name, renewable: false, obtain: async () => ({ grant: { keys } }) };
}

/** An IAM token as it was given. When it ends only whoever gave it knows. */
export function fixedToken(name: string, token: Secret): Source {
  return { name, renewable: false, obtain: async () => ({ grant: { token } }) };
}
