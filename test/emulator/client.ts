import { request } from "node:http";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../src/emulator";
import { sign, type Unsigned } from "./sign";

export const web = "8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21";
export const webPrimary = "3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613";
export const webSecondary = "c5d20f8a-7b3e-4a96-b0f4-2e81d6c9a057";
export const db = "d47e63b0-91fa-4c28-a5e9-6c0b82f41d39";
export const dbPrimary = "19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8";
export const nobody = "00000000-0000-4000-8000-000000000000";

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  json: any;
}

/** Sends exactly this: the path is not normalised, no header is added but `host`, `connection` and `content-length`. */
export function send(emulator: Emulator, { method, path, headers, body }: Unsigned): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port: emulator.port, method, path, headers, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk) => chunks.push(chunk)).on("error", reject);
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = incoming.headers["content-type"]?.startsWith("application/json");
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text,
            json: isJson ? parseJson(text) : undefined,
          });
        });
      },
    );
    outgoing.on("error", reject);
    if (body !== undefined) {
      outgoing.setHeader("content-length", Buffer.byteLength(body));
    }
    outgoing.end(body);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A request with every header that is signed, `x-sdk-date` included. */
export function prepare(method: string, path: string, body?: string | Uint8Array, date = new Date()): Unsigned {
  return {
    method,
    path,
    headers: { "content-type": "application/json", host: "emulator.test", "x-sdk-date": sdkDate(date) },
    ...(body !== undefined && { body }),
  };
}

/** The same request with its `authorization`. */
export function signed(emulator: Emulator, unsigned: Unsigned): Unsigned {
  const { accessKey, secretKey } = emulator.credentials;
  return { ...unsigned, headers: { ...unsigned.headers, authorization: sign(unsigned, accessKey, secretKey) } };
}

/** Signs and sends. */
export function call(emulator: Emulator, method: string, path: string, body?: string | Uint8Array): Promise<Answer> {
  return send(emulator, signed(emulator, prepare(method, path, body)));
}

export function interfacesPath(emulator: Emulator, server: string): string {
  return `/v1/${emulator.projectId}/cloudservers/${server}/os-interface`;
}

export function list(emulator: Emulator, server: string): Promise<Answer> {
  return call(emulator, "GET", interfacesPath(emulator, server));
}

export function update(emulator: Emulator, server: string, port: string, value: unknown): Promise<Answer> {
  const body = JSON.stringify({ interface_attachment: { delete_on_termination: value } });
  return call(emulator, "PUT", `${interfacesPath(emulator, server)}/${port}`, body);
}

/** What the list says of one NIC. */
export async function listed(emulator: Emulator, server: string, port: string): Promise<boolean | undefined> {
  const { json } = await list(emulator, server);
  return json.interfaceAttachments.find((nic: { port_id: string }) => nic.port_id === port)?.delete_on_termination;
}

/** A path of ECS or VPC, within the emulator's project. */
export function projectPath(emulator: Emulator, rest: string): string {
  return `/v1/${emulator.projectId}/${rest}`;
}

/** Signs and sends JSON to a path of the project. */
export function post(emulator: Emulator, rest: string, body: unknown): Promise<Answer> {
  return call(emulator, "POST", projectPath(emulator, rest), JSON.stringify(body));
}

/** Signs and gets from a path of the project. */
export function get(emulator: Emulator, rest: string): Promise<Answer> {
  return call(emulator, "GET", projectPath(emulator, rest));
}

export function sdkDate(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** Starts emulators that stop when the test ends. */
export function emulators(): { start(options?: EmulatorOptions): Promise<Emulator> } {
  const running: Emulator[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
  });
  return {
    async start(options) {
      const emulator = await startEmulator(options);
      running.push(emulator);
      return emulator;
    },
  };
}
