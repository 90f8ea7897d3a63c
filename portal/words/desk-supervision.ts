/** What is said of supervision matters (督办). */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  matter: {
    title: { zh: "督办", en: "Supervision" },
    open: { zh: "未办结", en: "Open" },
    all: { zh: "全部", en: "All" },
    none: { zh: "没有督办事项。", en: "There are no matters." },
    next: { zh: "下一页", en: "Next page" },
    extended: { zh: "已延期", en: "Extended" },
    answered: { zh: "已反馈", en: "Answered" },
    waiting: { zh: "待反馈", en: "Waits for an answer" },
    superiorMissing: {
      zh: "没有找到分管领导，请督办员指定。",
      en: "No superior is known. Supervision has to name one.",
    },
    instruct: { zh: "批示", en: "Say what is to be done" },
    feedback: { zh: "反馈", en: "Say what was done" },
    extend: { zh: "延期", en: "Give more time" },
    close: { zh: "办结", en: "Close the matter" },
    text: { zh: "内容", en: "Text" },
    openOne: { zh: "督办立项", en: "Open a matter" },
    level: { zh: "督办到哪一级", en: "To whom it goes" },
    todo: { zh: "督办要求", en: "What is to be done" },
    everything: { zh: "所有办件的督办", en: "Matters of all cases" },
    days: { zh: "延长几个工作日", en: "Working days" },
  },
  step: {
    SupervisionOpened: { zh: "立项", en: "Opened" },
    Instructed: { zh: "批示", en: "Instructed" },
    FeedbackGiven: { zh: "反馈", en: "Answered" },
    SupervisionExtended: { zh: "延期", en: "Extended" },
    SupervisionClosed: { zh: "办结", en: "Closed" },
  },
} satisfies Record<string, Record<string, Phrase>>;

export const tellings = {
  matters: {
    zh: (count) => `${count} 项督办`,
    en: (count) => (count === 1 ? "1 matter" : `${count} matters`),
  } satisfies Telling<[count: number]>,
  about: {
    zh: (number) => `办件 ${number} 的督办`,
    en: (number) => `Matters about case ${number}`,
  } satisfies Telling<[number: string]>,
  due: {
    zh: (day) => `请在 ${day} 前反馈`,
    en: (day) => `Answer by ${day}`,
  } satisfies Telling<[day: string]>,
  closed: {
    zh: (day) => `${day} 办结`,
    en: (day) => `Closed on ${day}`,
  } satisfies Telling<[day: string]>,
};
