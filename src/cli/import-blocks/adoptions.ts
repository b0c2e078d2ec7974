/** Which resources adopt the NICs that are there, whatever language they are written in. */
import type { ExistingNic, ExistingServer } from "../../provider/existing-nics";
import { labelNics, labelServers, type Spelling } from "./labels";

export const RESOURCES = ["setting", "policy", "attachment"] as const;

export type Resource = (typeof RESOURCES)[number];

/** By resource, its type in Terraform and its class in `huaweiecs/constructs`. */
export const NAMES: Readonly<Record<Resource, { readonly type: string; readonly construct: string }>> = {
  setting: { type: "huaweiecs_nic_attachment_setting", construct: "NicAttachmentSetting" },
  policy: { type: "huaweiecs_server_nic_policy", construct: "ServerNicPolicy" },
  attachment: { type: "huaweiecs_nic_attachment", construct: "NicAttachment" },
};

/** One resource with what it is imported from. */
export interface Adoption {
  readonly label: string;
  readonly importId: string;
  /** What a person knows it by, in one line of printable characters. */
  readonly comment: string;
  /** By their names in Terraform. */
  readonly arguments: Readonly<Record<string, Argument>>;
}

export type Argument = string | boolean | Readonly<Record<string, boolean>>;

export interface AdoptionOptions {
  readonly resource: Resource;
  /** Undefined when it is the provider's, which needs no word. */
  readonly region: string | undefined;
  readonly spell: Spelling;
}

/** A resource for each NIC, or for each server, with the arguments that leave everything as it is. */
export function adopt(servers: readonly ExistingServer[], options: AdoptionOptions): readonly Adoption[] {
  return options.resource === "policy" ? policies(servers, options) : ofNics(servers, options);
}

function policies(servers: readonly ExistingServer[], { region, spell }: AdoptionOptions): Adoption[] {
  const labels = labelServers(servers, spell);
  return servers.map((server) => {
    const { deleteOnTermination, overrides } = server.policy;
    return {
      label: labels.get(server) ?? "",
      importId: idOf(region, server.id),
      comment: `${nameOf(server)}: ${counted(server.nics.length, "NIC")}, ${server.nics.map(inList).join("; ")}`,
      arguments: {
        server_id: server.id,
        delete_on_termination: deleteOnTermination,
        ...(region === undefined ? {} : { region }),
        ...(overrides === null ? {} : { overrides }),
      },
    };
  });
}

function ofNics(servers: readonly ExistingServer[], { region, spell }: AdoptionOptions): Adoption[] {
  const labels = labelNics(servers, spell);
  return servers.flatMap((server) =>
    server.nics.map((nic) => ({
      label: labels.get(nic) ?? "",
      importId: idOf(region, server.id, nic.portId),
      comment: `${nameOf(server)}${nic.isPrimary ? ", primary NIC" : ""}: ${addressesOf(nic)}`,
      arguments: {
        server_id: server.id,
        port_id: nic.portId,
        delete_on_termination: nic.deleteOnTermination,
        ...(nic.sourceDestCheck === false ? { source_dest_check: false } : {}),
        ...(region === undefined ? {} : { region }),
      },
    })),
  );
}

function idOf(region: string | undefined, ...ids: readonly string[]): string {
  return [...(region === undefined ? [] : [region]), ...ids].join("/");
}

function inList(nic: ExistingNic): string {
  return `${nic.isPrimary ? "primary " : ""}${addressesOf(nic)}`;
}

function addressesOf({ ipAddresses, macAddress }: ExistingNic): string {
  const ips = ipAddresses.length === 0 ? ["no IP address"] : ipAddresses;
  return [...ips, ...(macAddress === "" ? [] : [`MAC ${macAddress}`])].join(", ");
}

/**
 * What a person calls a server, in printable characters. A name may hold anything: what would end a comment, change a
 * terminal, or make either look like something else, is shown by its number.
 */
export function nameOf({ name, id }: ExistingServer): string {
  const printable = name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
  return printable.trim() === "" ? id : printable;
}

/** `1 NIC`, `2 NICs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
