/** What files say, compressed or not. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, inflateRawSync } from "node:zlib";

/**
 * What is in the files of a folder and of those in it, by their paths, links not followed. The text of a file is its bytes,
 * followed by what comes out of it if it is compressed: of a gzipped one, and of each entry of a ZIP file, a saved plan of
 * Terraform for example, wherever it lies in the bytes.
 */
export function storedTexts(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(folder, file), expanded(readFileSync(file)).toString("utf8")];
    }),
  );
}

function expanded(bytes: Buffer): Buffer {
  const unzipped = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return Buffer.concat([unzipped, ...zipEntries(unzipped)]);
}

/** The entries of ZIP files: after each local header (APPNOTE 4.3.7) come the deflated bytes. */
function zipEntries(bytes: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  const header = Buffer.from("PK\u0003\u0004");
  for (let at = bytes.indexOf(header); at >= 0; at = bytes.indexOf(header, at + 4)) {
    const isDeflated = bytes.readUInt16LE(at + 8) === 8;
    const data = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    if (isDeflated) entries.push(inflateRawSync(bytes.subarray(data)));
  }
  return entries;
}
