import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = import.meta.dirname;
const LINES_MAX = 200;

/** Folders that hold what others made. */
const MADE = ["dist", "node_modules", "test-results"];

/** The table of the README: which folder may import from which; a folder without a word on it is no part of a page. */
const rows = readFileSync(join(ROOT, "README.md"), "utf8")
  .split("\n")
  .map((line) => line.split("|"))
  .map(([, names = "", , uses = ""]) => ({ names: folders(names), uses: uses.trim() }))
  .filter(({ names }) => names.length > 0);

const edges = rows
  .filter(({ uses }) => uses !== "")
  .flatMap(({ names, uses }, row, pages) => {
    const below = pages.slice(row + 1).flatMap((later) => later.names);
    const allowed = uses.startsWith("everything below")
      ? below
      : [...uses.matchAll(/`(\w+)`/g)].map((found) => found[1]);
    return names.map((folder) => [folder, allowed] as const);
  });

function folders(cell: string): string[] {
  return [...cell.matchAll(/`(\w+)\/`/g)].map((found) => found[1] ?? "");
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith("operations.ts"))
    .map((file) => join(folder, file));
}

/** The folders of the portal that a file imports from. */
function imported(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const paths = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"?]*)/g)].map((found) => found[1] ?? "");
  return paths
    .map((path) => relative(ROOT, resolve(ROOT, dirname(file), path)))
    .filter((path) => !path.startsWith(".."))
    .map((path) => path.split("/")[0] ?? "");
}

describe("the folders of the portal", () => {
  it("stand in the table of the README", () => {
    const here = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !MADE.includes(entry.name) && !entry.name.startsWith("."))
      .map((entry) => entry.name);
    expect(here.sort()).toEqual(rows.flatMap(({ names }) => names).sort());
  });

  it.each(edges)("%s imports from nothing but what it may", (folder, allowed) => {
    const forbidden = sources(folder)
      .filter((file) => !file.endsWith(".test.ts"))
      .flatMap((file) => imported(file).map((to) => ({ file, to })))
      .filter(({ to }) => to !== folder && !allowed.includes(to));
    expect(forbidden).toEqual([]);
  });

  it("have no file that is too long to read at once", () => {
    const all = rows.flatMap(({ names }) => names).flatMap(sources);
    const long = all.filter((file) => readFileSync(join(ROOT, file), "utf8").split("\n").length - 1 > LINES_MAX);
    expect(long).toEqual([]);
  });
});
