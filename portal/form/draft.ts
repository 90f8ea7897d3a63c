/** What somebody has filled in and not yet sent, kept on their device: it outlives a reload and a lost connection. */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Json } from "./json.ts";

export interface Draft {
  readonly answers: Json;
  /** The documents that are handed over, by name. */
  readonly documents: readonly string[];
  /** Whether the applicant promises that what may follow will. */
  readonly promised: boolean;
  /** Made once: however often the draft is sent, the city takes it once. */
  readonly key: string;
  /** When it was changed last, in milliseconds; 0 when nothing was filled in yet. */
  readonly savedAt: number;
}

/** How long a draft is kept after its last change. */
export const DRAFT_DAYS = 30;

interface Drafts extends DBSchema {
  drafts: { key: [owner: string, service: string]; value: Draft };
}

export function emptyDraft(): Draft {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const key = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { answers: {}, documents: [], promised: false, key, savedAt: 0 };
}

/** The draft of one person for one service. Drafts past their time, of whomever, are forgotten. */
export async function readDraft(owner: string, service: string): Promise<Draft | undefined> {
  const drafts = await database();
  const oldest = Date.now() - DRAFT_DAYS * 86_400_000;
  const { store } = drafts.transaction("drafts", "readwrite");
  for await (const cursor of store) if (cursor.value.savedAt < oldest) await cursor.delete();
  return store.get([owner, service]);
}

export async function keepDraft(owner: string, service: string, draft: Draft): Promise<void> {
  await (await database()).put("drafts", draft, [owner, service]);
}

export async function forgetDraft(owner: string, service: string): Promise<void> {
  await (await database()).delete("drafts", [owner, service]);
}

let opened: Promise<IDBPDatabase<Drafts>> | undefined;

function database(): Promise<IDBPDatabase<Drafts>> {
  opened ??= openDB<Drafts>("cityhall-drafts", 1, { upgrade: (made) => void made.createObjectStore("drafts") });
  return opened;
}
