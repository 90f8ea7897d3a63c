/** The address of the page: what is looked at stands there and nowhere else. */

import { signal } from "@preact/signals";

const here = signal(address());

/** The path and the query of the address, as a signal. */
export function at(): { readonly path: string; readonly query: URLSearchParams } {
  const [path = "/", query = ""] = here.value.split("?");
  return { path, query: new URLSearchParams(query) };
}

/** Goes to an address, and to the part of the page that it names where that is there already. */
export function go(to: string, how: "push" | "replace" = "push"): void {
  if (how === "push") history.pushState(null, "", to);
  else history.replaceState(null, "", to);
  here.value = address();
  if (how !== "push") return;
  const part = document.getElementById(location.hash.slice(1));
  if (part) part.focus();
  else scrollTo(0, 0);
}

/** The parts of a path that fits a pattern such as `/services/:name`; `null` where it does not. */
export function fits(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return null;
  const found: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const here = given[index] ?? "";
    if (part.startsWith(":") && here !== "") found[part.slice(1)] = decodeURIComponent(here);
    else if (part !== here) return null;
  }
  return found;
}

/** An address of this site to which somebody returns; `otherwise` where it is another's. */
export function ownAddress(to: string | null, otherwise: string): string {
  const url = URL.canParse(to ?? "", location.origin) ? new URL(to ?? "", location.origin) : null;
  return to?.startsWith("/") && url?.origin === location.origin ? url.pathname + url.search : otherwise;
}

addEventListener("popstate", () => {
  here.value = address();
});

function address(): string {
  return location.pathname + location.search;
}
