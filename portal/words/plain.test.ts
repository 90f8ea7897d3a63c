import { describe, expect, it } from "vitest";

/** Every set of words; those files that say them need a page. */
const MODULES = import.meta.glob(["./*.ts", "!./*.test.ts", "!./say.ts", "!./time.ts", "!./number.ts"], {
  eager: true,
});
const SCREENS = import.meta.glob("../**/*.tsx", { eager: true, query: "?raw", import: "default" });

const HAN = /\p{Script=Han}/gu;
const HAN_MAX = 40;
const WORDS_MAX = 25;

interface Text {
  readonly at: string;
  readonly zh: unknown;
  readonly en: unknown;
}

/** Every pair at any depth of what a module exports. */
function pairs(held: unknown, at: string): Text[] {
  if (typeof held !== "object" || held === null) return [];
  if ("zh" in held && "en" in held) return [{ at, zh: held.zh, en: held.en }];
  return Object.entries(held).flatMap(([name, inner]) => pairs(inner, `${at}.${name}`));
}

/** The text itself, or what it comes to about some things. */
function textOf(text: unknown): string {
  if (typeof text !== "function") return String(text);
  const about = Array.from({ length: Math.max(text.length, 3) }, () => "3");
  return String(text(...about));
}

function sentences(text: string): string[] {
  return text.split(/[。！？；\n]|[.!?](?=\s|$)/u).filter((sentence) => sentence.trim() !== "");
}

const all = Object.entries(MODULES).flatMap(([file, module]) => pairs(module, file));

describe("words that everybody understands", () => {
  it("are found", () => expect(all.length).toBeGreaterThan(200));

  it("stand there in both languages", () => {
    const empty = all.filter(({ zh, en }) => textOf(zh).trim() === "" || textOf(en).trim() === "");
    expect(empty.map(({ at }) => at)).toEqual([]);
  });

  it("have no Chinese in the English, but for the name of the other language", () => {
    const mixed = all.filter(({ en }) => (textOf(en).match(HAN) ?? []).length > 0).map(({ at }) => at);
    expect(mixed).toEqual(["./shared.ts.shared.otherLanguage"]);
  });

  it("are said in short sentences", () => {
    const long = all.flatMap(({ at, zh, en }) => [
      ...sentences(textOf(zh))
        .filter((sentence) => (sentence.match(HAN) ?? []).length > HAN_MAX)
        .map((sentence) => `${at}: ${sentence}`),
      ...sentences(textOf(en))
        .filter((sentence) => sentence.trim().split(/\s+/).length > WORDS_MAX)
        .map((sentence) => `${at}: ${sentence}`),
    ]);
    expect(long).toEqual([]);
  });

  it("stand in no component", () => {
    const said = Object.entries(SCREENS).flatMap(([file, source]) => {
      const shown = String(source).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      const texts = [
        ...shown.matchAll(/>\s*(\p{L}{2}[^<>{}()=;]*)<\/|(?:aria-label|title|placeholder|alt)="(\p{L}[^"]*)"/gu),
      ];
      const sentences = texts.map((found) => found[1] ?? found[2] ?? "");
      const han = shown.match(HAN) ?? [];
      return [...sentences, ...han].map((text) => `${file}: ${text}`);
    });
    expect(said).toEqual([]);
  });
});
