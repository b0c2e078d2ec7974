import { readFileSync } from "node:fs";
import path from "node:path";
import { createServer, record, SILENT, UNKNOWN, type Value } from "../../src/terraform";
import { root } from "../support/terraform";
import { provider } from "./framework-example";

test("the example in docs/framework.md is the one that is compiled and run here", () => {
  const [, shown = ""] = /```ts\n([\s\S]*?)```/.exec(readFileSync(path.join(root, "docs/framework.md"), "utf8")) ?? [];
  const compiled = readFileSync(path.join(__dirname, "framework-example.ts"), "utf8");
  expect(shown).toBe(compiled.replace("../../src/terraform", "./terraform"));
});

test("the example's resource lives from plan to delete", async () => {
  const labels = new Map<string, { name: string; colour: string }>();
  const server = createServer(
    provider((token) => ({
      put: async (name, colour) => {
        labels.set(token, { name, colour });
        return { id: token };
      },
      get: async (id) => labels.get(id),
      remove: async (id) => void labels.delete(id),
    })),
    SILENT,
  );
  expect(await server.configure(record([["token", "t1"]]), { terraformVersion: "1.11.4" })).toEqual([]);
  const config = (colour: Value) =>
    record([
      ["id", null],
      ["name", "a"],
      ["colour", colour],
      ["timeouts", null],
    ]);

  expect(server.resources.validate("labels_label", config("blue"))).toMatchObject([{ summary: "Invalid colour" }]);
  const { planned } = server.resources.plan("labels_label", {
    prior: null,
    proposed: config("red"),
    config: config("red"),
  });
  expect(planned?.id).toBe(UNKNOWN);
  const { state } = await server.resources.apply("labels_label", { prior: null, planned, config: planned });
  expect(state).toMatchObject({ id: "t1", name: "a", colour: "red" });
  labels.clear();
  expect(await server.resources.read("labels_label", state as never)).toEqual({ state: null, diagnostics: [] });
});
