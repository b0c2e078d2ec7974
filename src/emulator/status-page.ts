import { createHash } from "node:crypto";
import type { Server } from "./cloud-state";
import type { Port } from "./network";
import type { RequestEntry } from "./request-log";

/** What the page shows. */
export interface Status {
  region: string;
  projectId: string;
  servers: Server[];
  /** Ports that no server has. */
  ports: Port[];
  /** The last requests, newest first. */
  requests: RequestEntry[];
}

/** How many requests the page shows. */
export const shownRequests = 50;

const style = `
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem; color: #1c2430; background: #fff; }
h1 { font-size: 1.3rem; } h2 { font-size: 1rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #dde3ea; vertical-align: top; }
td, code { font-family: ui-monospace, monospace; font-size: 12px; }
#state { color: #667; }
`;

// Rows come as text and go in as text: what a server is called is never read as HTML.
const script = `
const fill = (id, rows) => document.getElementById(id).replaceChildren(...rows.map((cells) => {
  const row = document.createElement("tr");
  row.append(...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
  return row;
}));
const look = async () => {
  const state = document.getElementById("state");
  try {
    const answer = await fetch("/emulator/status");
    const tables = (await answer.json()).tables;
    for (const id of Object.keys(tables)) fill(id, tables[id]);
    state.textContent = "live";
  } catch {
    state.textContent = "the emulator does not answer";
  }
  setTimeout(look, 1000);
};
look();
`;

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** For the header `Content-Security-Policy`: the page's own style and script and nothing else. */
export const pagePolicy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The cells of the page's tables, by the ids of the tables' bodies. */
export function statusTables({ servers, ports, requests }: Status): Record<"nics" | "ports" | "requests", string[][]> {
  return {
    nics: servers.flatMap(serverRows),
    ports: ports.map((port) => [
      port.id,
      port.state,
      port.networkId,
      port.fixedIps.map(({ ipAddress }) => ipAddress).join(", "),
    ]),
    requests: requests.map((entry) => [
      entry.at.slice(11, 23),
      entry.method,
      entry.path,
      entry.status === 0 ? "dropped" : String(entry.status),
      entry.code ?? "",
      `${entry.durationMs} ms`,
      entry.signedBy ?? "",
      entry.summary,
    ]),
  };
}

function serverRows(server: Server): string[][] {
  const flags = { locked: server.locked, busy: server.busy, deleting: server.deleting };
  const status = [server.status, ...Object.entries(flags).flatMap(([name, on]) => (on ? [name] : []))].join(", ");
  const head = [server.name, server.id, status];
  if (server.nics.length === 0) {
    return [[...head, "no NIC", "", "", ""]];
  }
  return server.nics.map((nic) => [
    ...head,
    nic.portId,
    nic.primary ? "primary" : "",
    String(nic.deleteOnTermination),
    nic.fixedIps.map(({ ipAddress }) => ipAddress).join(", "),
  ]);
}

/** The page, complete without its script. */
export function statusPage(status: Status): string {
  const tables = statusTables(status);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>huaweiecs emulator</title>
<style>${style}</style>
</head>
<body>
<h1>The emulated cloud</h1>
<p>Region <code>${escapeHtml(status.region)}</code>, project <code>${escapeHtml(status.projectId)}</code>. <span id="state"></span></p>
<h2>Servers and NICs</h2>
${table("nics", ["server", "id", "status", "port", "", "delete_on_termination", "addresses"], tables.nics)}
<h2>Ports that no server has</h2>
${table("ports", ["port", "status", "network", "addresses"], tables.ports)}
<h2>Last requests</h2>
${table("requests", ["time", "method", "path", "status", "code", "took", "signed by", "what happened"], tables.requests)}
<script>${script}</script>
</body>
</html>
`;
}

function table(id: string, heads: string[], rows: string[][]): string {
  const head = heads.map((text) => `<th>${escapeHtml(text)}</th>`).join("");
  const body = rows
    .map((cells) => `<tr>${cells.map((text) => `<td>${escapeHtml(text)}</td>`).join("")}</tr>`)
    .join("\n");
  return `<table><thead><tr>${head}</tr></thead><tbody id="${id}">${body}</tbody></table>`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
