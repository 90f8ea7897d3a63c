// Finishes what Vite has built: a `.br` and a `.gz` beside every file that is text, so that the city compresses nothing
// itself; then all of it takes the place of `dist/`, unless it is what stands there. Cargo goes by the times of files,
// and would compile the city anew for a portal that is the same.

import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const [BUILT, DIST] = ["node_modules/.built", "dist"];
const TEXT = [".css", ".html", ".js", ".json", ".svg"];

for (const file of filesIn(BUILT)) {
  if (!TEXT.some((ending) => file.endsWith(ending))) continue;
  const path = join(BUILT, file);
  const bytes = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(bytes));
}

const [built, known] = [filesIn(BUILT), filesIn(DIST)];
const isSame = (file) => readFileSync(join(BUILT, file)).equals(readFileSync(join(DIST, file)));
if (built.join() !== known.join() || !built.every(isSame)) {
  rmSync(DIST, { recursive: true, force: true });
  cpSync(BUILT, DIST, { recursive: true });
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return all.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}
