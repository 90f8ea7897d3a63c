/** The figures of the board, as they change: read whole every minute, and the counts of cases live between. */

import { type Signal, signal } from "@preact/signals";
import { request } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { watch } from "../../api/watch.ts";
import { FiguresDocument, StatisticsDocument, type StatisticsSubscription } from "../operations.ts";
import { READ_EVERY_MS, SHOW_EVERY_MS } from "./fresh.ts";
import { type Figures, withCounts, withReading } from "./latest.ts";
import { paced } from "./paced.ts";

export interface Followed {
  /** `null` until the first answer has come. */
  readonly figures: Signal<Figures | null>;
  /** Why the last reading failed; `null` where it did not. */
  readonly failure: Signal<Failure | null>;
  readonly isLive: Signal<boolean>;
  read(): Promise<void>;
  stop(): void;
}

export function follow(): Followed {
  const figures = signal<Figures | null>(null);
  const failure = signal<Failure | null>(null);
  const isLive = signal(true);
  let latest: Figures | null = null;
  const show = paced(SHOW_EVERY_MS, () => {
    figures.value = latest;
  });
  const read = async (): Promise<void> => {
    // What the answer reflects is at least as new as the question.
    const asked = Date.now();
    const outcome = await request(FiguresDocument, {});
    failure.value = outcome.ok ? null : outcome.failure;
    if (!outcome.ok) return;
    latest = withReading(latest, outcome.value, asked);
    show.wish();
  };
  // What the stream does not tell is read anew when it tells something.
  const again = paced(SHOW_EVERY_MS, () => void read());
  const stream = new AbortController();
  const told = (change: StatisticsSubscription) => {
    if (!latest || !change.statisticsChanged) return;
    latest = withCounts(latest, change.statisticsChanged.caseCounts, Date.now());
    show.wish();
    again.wish();
  };
  void listen(told, stream.signal, (connected) => {
    isLive.value = connected;
  });
  void read();
  const timer = setInterval(() => void read(), READ_EVERY_MS);
  const stop = () => {
    stream.abort();
    clearInterval(timer);
    show.stop();
    again.stop();
  };
  return { figures, failure, isLive, read, stop };
}

async function listen(
  told: (change: StatisticsSubscription) => void,
  until: AbortSignal,
  connected: (isConnected: boolean) => void,
): Promise<void> {
  const position = (change: StatisticsSubscription) => change.statisticsChanged?.position;
  for await (const change of watch(StatisticsDocument, {}, position, until, connected)) told(change);
  // The city ended it, for example because a session is over.
  connected(false);
}

/** Whether the city does not know what is asked for, as of somebody who is not staff. */
export function isOutside(failure: Failure): boolean {
  return failure.kind === "broken" && failure.reference === "DOCUMENT_INVALID";
}
