/** What the guide of a service says. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  start: { zh: "在线办理", en: "Start" },
  retired: { zh: "这项服务已停止受理。", en: "This service takes no new applications." },
  who: { zh: "谁可以办", en: "Who may apply" },
  documents: { zh: "需要什么材料", en: "What you need" },
  noDocuments: { zh: "不需要提交材料。", en: "You need no documents." },
  documentName: { zh: "材料", en: "Document" },
  documentForm: { zh: "形式", en: "Form" },
  documentNeed: { zh: "是否必要", en: "When it is needed" },
  time: { zh: "多久办好", en: "How long it takes" },
  promised: { zh: "承诺时限", en: "We promise" },
  statutory: { zh: "法定时限", en: "The law allows" },
  extension: { zh: "可以延长", en: "It may be extended by" },
  cost: { zh: "费用", en: "What it costs" },
  visits: { zh: "跑几次", en: "How often you must come" },
  result: { zh: "办理结果", en: "What you get" },
  steps: { zh: "怎么办", en: "What happens" },
  basis: { zh: "办理依据", en: "Legal basis" },
  remedies: { zh: "不服怎么办", en: "If you do not agree" },
  rights: { zh: "您的权利", en: "Your rights" },
  duties: { zh: "您的义务", en: "Your duties" },
  places: { zh: "在哪里办", en: "Where" },
  contact: { zh: "咨询与投诉", en: "Questions and complaints" },
  enquiries: { zh: "咨询电话", en: "Questions" },
  complaints: { zh: "投诉电话", en: "Complaints" },
  questions: { zh: "常见问题", en: "Common questions" },
} satisfies Record<string, Phrase>;

export const copies: Telling<[count: number]> = {
  zh: (count) => `${count} 份`,
  en: (count) => (count === 1 ? "1 copy" : `${count} copies`),
};

export const times: Telling<[count: number]> = {
  zh: (count) => (count === 0 ? "不用跑" : `最多 ${count} 次`),
  en: (count) => (count === 0 ? "Not at all" : count === 1 ? "Once at most" : `${count} times at most`),
};

export const yuan: Telling<[fen: number]> = {
  zh: (fen) => `${(fen / 100).toFixed(2)} 元`,
  en: (fen) => `${(fen / 100).toFixed(2)} yuan`,
};
