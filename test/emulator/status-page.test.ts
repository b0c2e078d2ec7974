import { createHash } from "node:crypto";
import { emulators, list, nobody, update, web, webPrimary } from "./client";

const { start } = emulators();
const evil = `<img src=x onerror="alert('1')">&`;

async function page(url: string) {
  const answer = await fetch(`${url}/`);
  return { answer, html: await answer.text() };
}

test("the page shows servers, NICs, their setting and the last requests without its script", async () => {
  const emulator = await start();
  await update(emulator, web, webPrimary, false);
  await fetch(`${emulator.url}/v9/none`);
  const { answer, html } = await page(emulator.url);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  for (const text of ["web-1", web, webPrimary, "delete_on_termination true → false", "/v9/none", emulator.region]) {
    expect(html).toContain(text);
  }
  expect(html.indexOf("/v9/none")).toBeLessThan(html.indexOf("delete_on_termination true → false"));
});

test("the page shows what anybody called something as text", async () => {
  const emulator = await start({ region: evil });
  emulator.addServer({ id: nobody, name: evil, nics: [] });
  await fetch(`${emulator.url}/v9/<script>alert(1)</script>?q='"`);
  emulator.addPort({ port_id: "00000000-0000-4000-8000-0000000000f1" });
  const { html } = await page(emulator.url);
  expect(html).not.toContain("<img");
  expect(html).not.toContain("<script>alert");
  expect(html).toContain("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;");
  expect(html.match(/<script/g)).toHaveLength(1);
});

test("the page may run its own script and nothing else", async () => {
  const { answer, html } = await page((await start()).url);
  const [, script = ""] = /<script>([\s\S]*)<\/script>/.exec(html) ?? [];
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toContain(`script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  expect(policy).toContain("default-src 'none'");
  expect(script).not.toContain("innerHTML");
});

test("the rows that the script asks for are those of the page", async () => {
  const emulator = await start();
  await list(emulator, web);
  const { tables } = (await (await fetch(`${emulator.url}/emulator/status`)).json()) as {
    tables: Record<string, string[][]>;
  };
  const { html } = await page(emulator.url);
  for (const [id, rows] of Object.entries(tables)) {
    const [, body = ""] = new RegExp(`<tbody id="${id}">([\\s\\S]*?)</tbody>`).exec(html) ?? [];
    expect([...body.matchAll(/<tr>/g)]).toHaveLength(rows.length);
  }
  expect(tables.nics).toHaveLength(3);
  expect(tables.requests?.[0]).toEqual(
    expect.arrayContaining(["GET", "200", emulator.credentials.accessKey, "2 NICs"]),
  );
});

test("looking at the page is no API request", async () => {
  const emulator = await start();
  await page(emulator.url);
  await fetch(`${emulator.url}/emulator/status`);
  expect(emulator.requests).toEqual([]);
});
