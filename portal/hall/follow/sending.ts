/** Something that is sent once at a time: a second press does nothing, and a second try is the same command. */

import { useRef, useState } from "preact/hooks";
import type { Failure, Outcome } from "../../api/failure.ts";

export interface Sending {
  readonly isBusy: boolean;
  readonly failure: Failure | null;
  /** Sends what `content` stands for, under the key that belongs to it; whether it was accepted. */
  send(
    content: unknown,
    command: (key: string) => Promise<Outcome<string | null>>,
  ): Promise<Outcome<string | null> | null>;
}

export function useSending(): Sending {
  const last = useRef({ content: "", key: "" });
  const busy = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send: Sending["send"] = async (content, command) => {
    if (busy.current) return null;
    const said = JSON.stringify(content);
    if (last.current.content !== said) last.current = { content: said, key: crypto.randomUUID() };
    busy.current = true;
    setBusy(true);
    const outcome = await command(last.current.key);
    busy.current = false;
    setBusy(false);
    setFailure(outcome.ok ? null : outcome.failure);
    // What is done anew after this is another command, even with the same content.
    if (outcome.ok) last.current = { content: "", key: "" };
    return outcome;
  };
  return { isBusy, failure, send };
}
