import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../support/terraform";

const rooms = ["cli", "plugin", "terraform", "provider", "cloud", "constructs", "emulator", "review"];
const arrows = [
  "cli>plugin",
  "cli>provider",
  "cli>emulator",
  "cli>review",
  "plugin>terraform",
  "provider>terraform",
  "provider>cloud",
];

/** Which rooms the lint rule keeps a file of one room from importing. */
function refusedIn(room: string): string[] {
  const probe = path.join(root, "src", room, `arrow-probe-${process.pid}.ts`);
  const others = rooms.filter((other) => other !== room);
  writeFileSync(probe, others.flatMap((other) => [`import "../${other}";`, `import "../${other}/x";`]).join("\n"));
  try {
    const lint = spawnSync(
      "npx",
      ["--no-install", "biome", "lint", "--only=style/noRestrictedImports", "--reporter=json", probe],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    const { diagnostics } = JSON.parse(lint.stdout) as { diagnostics: { location: { start?: { line: number } } }[] };
    const lines = new Set(diagnostics.map(({ location }) => location.start?.line));
    return others.filter((_other, index) => lines.has(2 * index + 1) && lines.has(2 * index + 2));
  } finally {
    rmSync(probe);
  }
}

test.each(rooms)("lint keeps %s from importing any room that no arrow leads to", (room) => {
  const expected = rooms.filter((other) => other !== room && !arrows.includes(`${room}>${other}`));
  expect(refusedIn(room)).toEqual(expected);
});

test("every folder of src is a room", () => {
  expect(readdirSync(path.join(root, "src")).sort()).toEqual([...rooms].sort());
});
