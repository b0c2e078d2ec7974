import { randomBytes } from "node:crypto";
import type { ApiAnswer } from "../answer";
import type { KeyStore, TemporaryCredentials } from "../key-store";
import type { Settings } from "../settings";
import { temporaryKey } from "../wire/iam";
import type { ApiCall, ApiRoute } from "./route";

export interface MetadataOptions {
  keys: KeyStore;
  settings: Readonly<Settings>;
  now: () => number;
}

const keyLifetime = 24 * 60 * 60_000;
const renewedBefore = 6 * 60 * 60_000;
const longestToken = 21_600;

/** What a program on a server finds at 169.254.169.254, as far as credentials go. */
export function metadataRoutes(options: MetadataOptions): ApiRoute[] {
  const tokens = new Map<string, number>();
  let current: TemporaryCredentials | undefined;

  /**
   * The temporary keys of the server's agency: valid for 24 hours, with new ones from six hours before the end on. A server
   * without an agency is told so; where version 2 is enforced, and for a token that has ended, 401.
   *
   * @fidelity documented
   * Source: ECS user guide, "Obtaining Metadata", Security Key. The status of the two refusals is what Huawei's Go SDK expects.
   */
  function showSecurityKey({ headers }: ApiCall): ApiAnswer {
    const { keys, settings, now } = options;
    const token = headers["x-metadata-token"];
    if (token === undefined ? settings.metadata === "v2-only" : !isAlive(String(token))) {
      return { status: 401, body: "Unauthorized", summary: "no valid metadata token" };
    }
    if (!settings.metadataAgency) {
      const text = "Please configure Cloud Service Agency first";
      return { status: 401, body: text, summary: text };
    }
    if (!current || current.expiresAt - now() < renewedBefore) {
      current = keys.issueKey(keyLifetime);
    }
    return { status: 200, body: temporaryKey(current), summary: "temporary key" };
  }

  /**
   * A token for version 2, valid for as long as the caller asks, at most six hours. Where there is version 1 alone, 404.
   *
   * @fidelity documented
   * Source: ECS user guide, "Obtaining Metadata", metadata in tokenized mode. What a wrong header answers is assumed.
   */
  function createMetadataToken({ headers }: ApiCall): ApiAnswer {
    const { settings, now } = options;
    if (settings.metadata === "v1") {
      return { status: 404, body: "Not Found", summary: "version 1 only" };
    }
    const seconds = Number(headers["x-metadata-token-ttl-seconds"]);
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > longestToken) {
      return { status: 400, body: "Bad Request", summary: "no valid X-Metadata-Token-Ttl-Seconds" };
    }
    const token = randomBytes(24).toString("base64url");
    tokens.set(token, now() + seconds * 1000);
    return { status: 200, body: token, summary: `metadata token for ${seconds} s` };
  }

  const isAlive = (token: string) => (tokens.get(token) ?? Number.NEGATIVE_INFINITY) > options.now();

  return [
    {
      operation: "ShowSecurityKey",
      method: "GET",
      path: "/openstack/latest/securitykey",
      open: true,
      handle: showSecurityKey,
    },
    {
      operation: "CreateMetadataToken",
      method: "PUT",
      path: "/meta-data/latest/api/token",
      open: true,
      handle: createMetadataToken,
    },
  ];
}
