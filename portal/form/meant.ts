/** What somebody meant who typed a text: without spaces around it, and the way the form's pattern wants it. */

/** The first way of writing `text` that fits: as typed, with ordinary digits, without gaps, in capital letters. */
export function meant(text: string, pattern: RegExp | undefined): string {
  const typed = text.trim();
  if (!pattern || typed === "") return typed;
  const plain = typed.normalize("NFKC");
  const ways = [typed, plain, plain.toUpperCase(), plain.replaceAll(/[\s-]/g, "")];
  return [...ways, plain.replaceAll(/[\s-]/g, "").toUpperCase()].find((way) => pattern.test(way)) ?? typed;
}
