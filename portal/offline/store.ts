/** The outbox on the device. */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Entry } from "./outbox.ts";

interface Outbox extends DBSchema {
  entries: { key: string; value: Entry };
}

export async function readEntries(): Promise<Entry[]> {
  return (await database()).getAll("entries");
}

export async function writeEntry(entry: Entry): Promise<void> {
  await (await database()).put("entries", entry);
}

export async function removeEntry(key: string): Promise<void> {
  await (await database()).delete("entries", key);
}

let opened: Promise<IDBPDatabase<Outbox>> | undefined;

function database(): Promise<IDBPDatabase<Outbox>> {
  opened ??= openDB<Outbox>("cityhall-outbox", 1, {
    upgrade: (made) => void made.createObjectStore("entries", { keyPath: "key" }),
  });
  return opened;
}
