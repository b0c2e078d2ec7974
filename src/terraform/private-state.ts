/**
 * What a resource keeps beside its state, where no configuration can refer to it and no plan shows it. Terraform stores
 * the bytes; their form is that of HashiCorp's framework, so that a resource can move between the two: a JSON object
 * whose values are base64 of JSON. It is not encrypted, so it is no place for a secret.
 */
export interface PrivateState {
  /** Undefined if nothing is kept under the name. */
  get(name: string): unknown;
  /** Keeps a value that JSON can say. Names that begin with a dot are the framework's. */
  set(name: string, value: unknown): void;
  remove(name: string): void;
}

/** Private state with the bytes that Terraform is to store. */
export interface StoredPrivateState extends PrivateState {
  /** The bytes as they came, if nothing was changed. */
  bytes(): Uint8Array;
}

const NOTHING = new Uint8Array();

/** Opens stored bytes. What is of another form is kept as it is until something is set. */
export function openPrivateState(stored: Uint8Array = NOTHING): StoredPrivateState {
  let values: Map<string, string> | undefined;
  let isChanged = false;
  const opened = (): Map<string, string> => {
    values ??= parse(stored);
    return values;
  };
  return {
    get(name) {
      const encoded = opened().get(name);
      return encoded === undefined ? undefined : JSON.parse(Buffer.from(encoded, "base64").toString());
    },
    set(name, value) {
      if (name === "" || name.startsWith(".")) throw new RangeError(`"${name}" is no name for private state.`);
      const json = JSON.stringify(value);
      if (json === undefined) throw new TypeError(`The private state "${name}" must be a value that JSON can say.`);
      opened().set(name, Buffer.from(json).toString("base64"));
      isChanged = true;
    },
    remove(name) {
      isChanged = opened().delete(name) || isChanged;
    },
    bytes() {
      return isChanged ? Buffer.from(JSON.stringify(Object.fromEntries(opened()))) : stored;
    },
  };
}

function parse(stored: Uint8Array): Map<string, string> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(stored).toString());
    const entries = Object.entries(parsed ?? {});
    return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
  } catch {
    return new Map();
  }
}
