/** What the published letters and answers say. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  title: { zh: "公开的来信与答复", en: "Published letters and answers" },
  hint: {
    zh: "这里是申请人同意公开或依法公开的内容，不含个人信息。",
    en: "These are public by consent or by law. They hold no personal data.",
  },
  service: { zh: "服务事项", en: "Service" },
  all: { zh: "全部事项", en: "All services" },
  none: { zh: "还没有公开的内容。", en: "Nothing has been published yet." },
  next: { zh: "更早的内容", en: "Older ones" },
  first: { zh: "回到最新", en: "Back to the newest" },
  back: { zh: "返回公开列表", en: "Back to the list" },
  department: { zh: "承办部门", en: "Department" },
  asked: { zh: "提交日期", en: "Handed in on" },
  answered: { zh: "办理日期", en: "Answered on" },
  state: { zh: "状态", en: "How it stands" },
  number: { zh: "编号", en: "Number" },
  given: { zh: "公开的内容", en: "What was handed in" },
} satisfies Record<string, Phrase>;

/** What officers write for the public, by the usual names of such fields. */
export const parts = {
  question: { zh: "问题", en: "Question" },
  answer: { zh: "答复", en: "Answer" },
} satisfies Record<string, Phrase>;

export const count: Telling<[count: number]> = {
  zh: (found) => `共 ${found} 件`,
  en: (found) => (found === 1 ? "1 in all" : `${found} in all`),
};
