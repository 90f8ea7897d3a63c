/** The outbox at work: what somebody posts is kept on the device first, then sent, and sent again until it is settled. */

import { effect, signal } from "@preact/signals";
import { isOnline } from "../api/line.ts";
import { token, who } from "../api/session.ts";
import {
  begun,
  due,
  type Entry,
  ended,
  hastened,
  inOrder,
  isOver,
  made,
  nextAt,
  recovered,
  type Tried,
} from "./outbox.ts";
import { readEntries, removeEntry, writeEntry } from "./store.ts";

/** The entries of who is signed in, oldest first. */
export const entries = signal<readonly Entry[]>([]);

/** Sends an entry of one kind once. */
export type Sender = (entry: Entry) => Promise<Tried>;

/** What the page knows of the city. */
interface Means {
  readonly senders: Readonly<Record<string, Sender>>;
  /** Asks the city who is signed in. */
  whoIsIt(): Promise<string | undefined>;
}

let means: Means = { senders: {}, whoIsIt: async () => undefined };

/** From now on entries are sent: now, when the line is back, when their time has come, when somebody signs in. */
export function start(known: Means): void {
  means = known;
  let last: unknown;
  effect(() => {
    const session = who.value;
    if (isOnline.value) void flush(session !== last);
    else void show();
    last = session;
  });
  addEventListener("visibilitychange", () => document.visibilityState === "visible" && void flush(false));
}

/** Posts something and tries it at once; how it stands after that is in `entries`. */
export async function post(about: Omit<Entry, "state">): Promise<void> {
  remember(about.owner);
  const entry = made(about);
  await writeEntry(entry);
  entries.value = inOrder([...entries.value.filter(({ key }) => key !== entry.key), entry]);
  await flush(false);
}

/** Takes an entry out, once nobody is sending it; one that arrived in the meantime stays. */
export async function takeBack(key: string): Promise<void> {
  await hold(async () => {
    const entry = (await readEntries()).find((one) => one.key === key);
    if (entry && entry.state.kind !== "sent") await removeEntry(key);
  });
  await show();
}

/** An entry that arrived need not be told any more. */
export async function dismiss(key: string): Promise<void> {
  await removeEntry(key);
  await show();
}

/** Sends what may be sent now; `isAnew`: the line or the session is another one. */
export async function flush(isAnew: boolean): Promise<void> {
  clearTimeout(timer);
  if ((await readEntries().catch(() => [])).length === 0) return show();
  const owner = await ownerNow();
  if (owner === undefined) return show();
  await hold(async () => {
    for (const entry of await own(owner)) {
      const known = recovered(entry, isAnew);
      if (isOver(entry, Date.now())) await removeEntry(entry.key);
      else await writeEntry(isAnew ? hastened(known) : known);
    }
    await show();
    for (let next = await first(owner); next; next = await first(owner)) await send(next);
  });
  await show();
  const at = nextAt(entries.value);
  if (at !== undefined && isOnline.value) timer = setTimeout(() => void flush(false), Math.max(at - Date.now(), 0));
}

let timer: ReturnType<typeof setTimeout> | undefined;

async function first(owner: string): Promise<Entry | undefined> {
  return isOnline.value ? due(await own(owner), Date.now())[0] : undefined;
}

async function send(entry: Entry): Promise<void> {
  const sending = begun(entry);
  await writeEntry(sending);
  await show();
  const sender = means.senders[entry.kind];
  const tried: Tried = sender ? await sender(entry) : { ok: false, failure: { kind: "gone" } };
  await writeEntry(ended(sending, tried, Date.now()));
}

async function own(owner: string): Promise<Entry[]> {
  return (await readEntries()).filter((entry) => entry.owner === owner);
}

async function show(): Promise<void> {
  const owner = remembered();
  entries.value = owner === undefined ? [] : inOrder(await own(owner).catch(() => []));
}

/** One page at a time, of all that are open. */
async function hold(work: () => Promise<void>): Promise<void> {
  if ("locks" in navigator) await navigator.locks.request("cityhall.outbox", work);
  else await work();
}

const OWNER = "cityhall.owner";

/** Who uses the tab, as long as it lives: also a page that opens without a line knows whose entries to show. Who is not
 * signed in has a name of this tab alone. */
function remember(subject: string): void {
  sessionStorage.setItem(OWNER, JSON.stringify([token(), subject]));
}

function remembered(): string | undefined {
  const known: unknown = JSON.parse(sessionStorage.getItem(OWNER) ?? "null");
  return Array.isArray(known) && known[0] === token() ? String(known[1]) : undefined;
}

async function ownerNow(): Promise<string | undefined> {
  const known = remembered();
  if (known !== undefined || token() === null || !isOnline.value) return known;
  const subject = await means.whoIsIt();
  if (subject !== undefined) remember(subject);
  return subject;
}
