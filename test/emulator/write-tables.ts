import { writeFileSync } from "node:fs";
import { page, pageWithTables } from "./fidelity";

/** Brings the tables of docs/emulator.md up to the sources: `npx tsx test/emulator/write-tables.ts`. */
pageWithTables().then((text) => writeFileSync(page, text));
