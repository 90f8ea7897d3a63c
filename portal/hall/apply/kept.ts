/** The draft of one person for one service, as the page shows it and as the device keeps it. */

import { type Signal, signal } from "@preact/signals";
import { type Draft, emptyDraft, forgetDraft, keepDraft, readDraft } from "../../form/draft.ts";

export interface Kept {
  /** Nothing before the device was asked. */
  readonly draft: Signal<Draft | undefined>;
  /** Whether the device keeps it. */
  readonly isKept: Signal<boolean>;
  change(part: Partial<Pick<Draft, "answers" | "documents" | "promised">>): void;
  /** Begins anew, also after it was sent. */
  forget(): Promise<void>;
}

export function keep(owner: string, service: string): Kept {
  const draft = signal<Draft | undefined>(undefined);
  const isKept = signal(true);
  const failed = () => {
    isKept.value = false;
  };
  void readDraft(owner, service).then((found) => {
    draft.value = found ?? emptyDraft();
  });
  return {
    draft,
    isKept,
    change(part) {
      const next = { ...(draft.value ?? emptyDraft()), ...part, savedAt: Date.now() };
      draft.value = next;
      keepDraft(owner, service, next).catch(failed);
    },
    async forget() {
      draft.value = emptyDraft();
      await forgetDraft(owner, service).catch(failed);
    },
  };
}
