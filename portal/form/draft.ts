/**
 * What somebody has filled in and not yet sent, kept on their device: it outlives a reload and a lost connection.
 *
 * The database writes a moment later, and a page that closes in this moment would lose it. Therefore each change is
 * first noted in `localStorage`, which writes at once, and the note goes when the database has it.
 */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { isJson, type Json } from "./json.ts";

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

/** The draft of one person for one service: the noted one where it is newer. Drafts past their time, of whomever, are forgotten. */
export async function readDraft(owner: string, service: string): Promise<Draft | undefined> {
  const oldest = Date.now() - DRAFT_DAYS * 86_400_000;
  const noted = notedSince(oldest, noteOf(owner, service));
  const known = await readKept(owner, service, oldest).catch(() => undefined);
  return noted && noted.savedAt >= (known?.savedAt ?? 0) ? noted : known;
}

async function readKept(owner: string, service: string, oldest: number): Promise<Draft | undefined> {
  const drafts = await database();
  const { store } = drafts.transaction("drafts", "readwrite");
  for await (const cursor of store) if (cursor.value.savedAt < oldest) await cursor.delete();
  return store.get([owner, service]);
}

/** Keeps a draft: when this returns it outlives the page, and when the promise is kept also the note of it is gone. */
export async function keepDraft(owner: string, service: string, draft: Draft): Promise<void> {
  const note = noteOf(owner, service);
  const text = JSON.stringify(draft);
  const isNoted = write(note, text);
  try {
    await (await database()).put("drafts", draft, [owner, service]);
    if (localStorage.getItem(note) === text) localStorage.removeItem(note);
  } catch (error) {
    if (!isNoted) throw error;
  }
}

export async function forgetDraft(owner: string, service: string): Promise<void> {
  localStorage.removeItem(noteOf(owner, service));
  await (await database()).delete("drafts", [owner, service]);
}

const NOTE = "cityhall.draft ";

function noteOf(owner: string, service: string): string {
  return NOTE + JSON.stringify([owner, service]);
}

/** Whether there was room. */
function write(note: string, text: string): boolean {
  try {
    localStorage.setItem(note, text);
    return true;
  } catch {
    return false;
  }
}

/** The wanted note; whichever are older than `oldest` go. */
function notedSince(oldest: number, wanted: string): Draft | undefined {
  const notes = Object.keys(localStorage).filter((key) => key.startsWith(NOTE));
  for (const note of notes)
    if ((parseDraft(localStorage.getItem(note))?.savedAt ?? 0) < oldest) localStorage.removeItem(note);
  return parseDraft(localStorage.getItem(wanted));
}

function parseDraft(text: string | null): Draft | undefined {
  try {
    const known: unknown = JSON.parse(text ?? "null");
    return isJson(known) && isJson(known.answers) && typeof known.key === "string"
      ? (known as unknown as Draft)
      : undefined;
  } catch {
    return undefined;
  }
}

let opened: Promise<IDBPDatabase<Drafts>> | undefined;

function database(): Promise<IDBPDatabase<Drafts>> {
  opened ??= openDB<Drafts>("cityhall-drafts", 1, { upgrade: (made) => void made.createObjectStore("drafts") });
  return opened;
}
