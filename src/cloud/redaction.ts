import type { Secret } from "./secret";

/** The names under which Huawei Cloud's bodies carry secrets, as JSON keys. */
const secretNames =
  /("(?:password|secret|secret_access_key|security_?token|access|access_key_id|id_token|x-subject-token|x-auth-token)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/** Everything that must not be seen in texts that others wrote: error bodies that echo a request, bodies in the log. */
export interface Redaction {
  /** From now on this is masked. */
  add(...secrets: readonly Secret[]): void;
  hide(text: string): string;
}

/** Besides what was added, signatures are masked, and the values of JSON keys that are known to be secrets. */
export function createRedaction(): Redaction {
  const known = new Set<Secret>();
  return {
    add(...secrets) {
      for (const secret of secrets) known.add(secret);
    },
    hide(text) {
      const hidden = [...known].reduce((rest, secret) => secret.hideIn(rest), text);
      return hidden.replaceAll(/\bSignature=[0-9a-f]+/gi, "Signature=[secret]").replaceAll(secretNames, '$1"[secret]"');
    },
  };
}
