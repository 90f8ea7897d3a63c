// Writes a `.br` and a `.gz` beside every file of `dist/` that is text, so that the city compresses nothing itself.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const TEXT = [".css", ".html", ".js", ".json", ".svg"];

for (const file of readdirSync("dist", { recursive: true })) {
  if (!TEXT.some((ending) => file.endsWith(ending))) continue;
  const path = join("dist", file);
  const bytes = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(bytes));
}
