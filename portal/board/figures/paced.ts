/** Something that is done at once, and then at most once in a while. */

export interface Paced {
  /** Wishes it done: now, or when the last time is long enough ago. */
  wish(): void;
  /** Forgets a wish that still waits. */
  stop(): void;
}

export function paced(gapMs: number, act: () => void): Paced {
  let last = Number.NEGATIVE_INFINITY;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    waiting = undefined;
    last = Date.now();
    act();
  };
  return {
    wish() {
      if (waiting !== undefined) return;
      const left = last + gapMs - Date.now();
      if (left <= 0) run();
      else waiting = setTimeout(run, left);
    },
    stop() {
      clearTimeout(waiting);
      waiting = undefined;
    },
  };
}
