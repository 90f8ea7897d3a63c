/** JSON as it comes, and the pointers into it. */

export type Json = Readonly<Record<string, unknown>>;

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** JSON Pointer (RFC 6901) of a member of what `parent` points to. */
export function member(parent: string, name: string | number): string {
  return `${parent}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The names and places that a pointer leads through, the outermost first. */
export function tokens(pointer: string): string[] {
  const parts = pointer.split("/").slice(1);
  return parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Order by code points, which is the order that the city's own texts have; by UTF-16 they would differ. */
export function compare(one: string, other: string): number {
  const [ones, others] = [[...one], [...other]];
  for (const [index, letter] of ones.entries()) {
    const difference = (letter.codePointAt(0) ?? 0) - (others[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return ones.length - others.length;
}
