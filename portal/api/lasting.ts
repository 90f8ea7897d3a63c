/** How long somebody stays signed in: whoever works is renewed where the provider lets them, others are asked in time. */

import { signal } from "@preact/signals";
import { signInAs } from "./development.ts";
import { providers } from "./providers.ts";
import { current, end, isOver, type Session, signIn, signOut } from "./session.ts";

/** How long before the end a person is asked, and how often it is looked at. */
const WARNING_MS = 150_000;
const LOOK_MS = 1_000;

/** Whether the end is near: when it comes, in milliseconds. */
export const ends = signal<number | null>(null);

/** Whether somebody has done something since the token was new. */
let isAtWork = false;
let isRenewing = false;
let seen: Session | null = null;

export function followTheEnd(): void {
  for (const sign of ["keydown", "pointerdown"])
    addEventListener(sign, () => {
      isAtWork ||= ends.value === null;
    });
  setInterval(look, LOOK_MS);
  look();
}

function look(): void {
  const known = current();
  if (known !== seen) {
    [seen, isAtWork] = [known, false];
    ends.value = null;
  }
  if (known?.endsAt === undefined) return;
  if (isOver(known)) {
    ends.value = null;
    end();
  } else if (known.endsAt - Date.now() <= WARNING_MS) {
    if (isAtWork && canRenew(known) && !isRenewing) void renew(known);
    else if (!isRenewing) ends.value = known.endsAt;
  }
}

/** Whether a new token can be had without another window. */
export function canRenew(known: Session): boolean {
  return known.renewal?.kind === "development" || (known.renewal?.kind === "provider" && !!known.renewal.refresh);
}

/** Gets a new token; where that does not succeed, the person is asked. */
export async function renew(known: Session): Promise<boolean> {
  isRenewing = true;
  const isNew = await renewed(known);
  isRenewing = false;
  isAtWork = false;
  look();
  return isNew;
}

async function renewed(known: Session): Promise<boolean> {
  if (known.renewal?.kind === "development") return (await signInAs(known.renewal.wanted, known.name)).ok;
  const provider = await providerOf(known);
  if (!provider) return false;
  const { refresh } = await import("./oidc.ts");
  const came = await refresh(provider, known);
  if (came.ok) signIn(came.value);
  return came.ok;
}

async function providerOf(known: Session) {
  const outcome = await providers();
  const issuer = known.renewal?.kind === "provider" ? known.renewal.issuer : null;
  return outcome.ok ? outcome.value.providers.find((one) => one.issuer === issuer) : undefined;
}

/** Signs in in another window, so that what is typed in this one stays. Where the browser opens none, in this one. */
export function signInBeside(known: Session, signInAt: string): void {
  const here = `to=${encodeURIComponent(location.pathname + location.search)}`;
  const issuer = known.renewal?.kind === "provider" ? known.renewal.issuer : null;
  if (issuer === null) {
    location.assign(`${signInAt}?${here}`);
    return;
  }
  const beside = crypto.randomUUID();
  const channel = new BroadcastChannel(channelOf(beside));
  channel.onmessage = async (message: MessageEvent<unknown>) => {
    channel.close();
    const { sessionFrom } = await import("./oidc.ts");
    const session = sessionFrom(message.data);
    if (!session) return;
    signIn(session);
    // Somebody else begins with a page of their own.
    if (session.person !== known.person) location.reload();
  };
  const query = `with=${encodeURIComponent(issuer)}`;
  const opened = open(`${signInAt}?${query}&beside=${beside}`, "_blank", "popup,width=520,height=720");
  if (!opened) location.assign(`${signInAt}?${query}&${here}`);
}

/** Gives a session to the page that waits for it. */
export function giveTo(beside: string, session: Session): void {
  const channel = new BroadcastChannel(channelOf(beside));
  channel.postMessage(session);
  channel.close();
  signOut();
}

function channelOf(beside: string): string {
  return `cityhall.sign-in.${beside}`;
}

/** Signs out here, and at the provider where it has a place for that; `null`: there is nothing more to do. */
export async function leave(): Promise<URL | null> {
  const known = current();
  signOut();
  const provider = known?.renewal?.kind === "provider" ? await providerOf(known) : undefined;
  if (!known || !provider) return null;
  const { endAddress } = await import("./oidc.ts");
  return endAddress(provider, known);
}
