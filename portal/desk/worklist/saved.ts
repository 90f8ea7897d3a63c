/** Filters by name, kept on the device of whoever works there. */

import { signal } from "@preact/signals";
import { lookOf, pathOf } from "./looking.ts";

const KEY = "cityhall.desk.looks";

export interface SavedLook {
  readonly name: string;
  readonly path: string;
}

export const looks = signal(parseLooks(localStorage.getItem(KEY)));

/** A name stands once: the last one that was kept under it. */
export function keepLook(look: SavedLook): void {
  write([...looks.value.filter(({ name }) => name !== look.name), look]);
}

export function forgetLook(gone: string): void {
  write(looks.value.filter(({ name }) => name !== gone));
}

function write(next: readonly SavedLook[]): void {
  looks.value = next;
  localStorage.setItem(KEY, JSON.stringify(next));
}

/** What the device holds, as far as it can be read; an address becomes one of the worklists whatever stands there. */
export function parseLooks(text: string | null): readonly SavedLook[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.flatMap(parseLook) : [];
  } catch {
    return [];
  }
}

function parseLook(found: unknown): SavedLook[] {
  if (typeof found !== "object" || found === null || !("name" in found) || !("path" in found)) return [];
  const { name, path } = found;
  if (typeof name !== "string" || typeof path !== "string") return [];
  return [{ name, path: pathOf(lookOf(new URLSearchParams(path.split("?")[1] ?? ""))) }];
}
