import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = import.meta.dirname;
const page = readFileSync(join(ROOT, "../docs/reference/portal-requirements.md"), "utf8");
const rows = page.split("\n").flatMap((line) => {
  const [, number, , , shown] = line.split("|").map((cell) => cell.trim());
  return number && /^U\d+$/.test(number) ? [{ number, shown: shown ?? "" }] : [];
});

describe("what the portal must do", () => {
  it("is asked in forty rows", () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, index) => `U${index + 1}`));
  });

  it.each(rows)("$number is shown by tests that exist, or comes later", ({ shown }) => {
    const named = [...shown.matchAll(/`([^`]+\.(?:spec|test)\.ts)` › "([^"]+)"/g)];
    expect(named.length > 0 || shown.startsWith("Later: "), "neither a test nor a reason").toBe(true);
    for (const [, file = "", name = ""] of named) {
      expect(existsSync(join(ROOT, file)), file).toBe(true);
      expect(readFileSync(join(ROOT, file), "utf8"), file).toContain(name);
    }
    expect(named.length, "a file without the name of a test").toBe([...shown.matchAll(/\.(?:spec|test)\.ts/g)].length);
  });
});
