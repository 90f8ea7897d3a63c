/** What is said where one officer's cases go to another. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  handover: {
    title: { zh: "办件交接", en: "Hand over cases" },
    about: {
      zh: "把一名工作人员手上的全部办件交给另一人。每件各有结果。",
      en: "Everything that one officer has in hand goes to another. Each case has its own result.",
    },
    from: { zh: "交出人账号", en: "From whom (account)" },
    to: { zh: "接收人账号", en: "To whom (account)" },
    reason: { zh: "原因（仅内部可见）", en: "Why (for the staff only)" },
    needed: { zh: "请填写这一项。", en: "Fill this in." },
    send: { zh: "确认交接", en: "Hand them over" },
    done: { zh: "已交接", en: "Handed over" },
  },
} satisfies Record<string, Record<string, Phrase>>;

export const tellings = {
  moved: {
    zh: (moved, all) => `${all} 件中交接了 ${moved} 件`,
    en: (moved, all) => `${moved} of ${all} handed over`,
  } satisfies Telling<[moved: number, all: number]>,
};
