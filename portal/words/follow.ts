/** What a resident's own cases say. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  title: { zh: "我的办件", en: "My cases" },
  none: { zh: "您还没有办件。", en: "You have no cases yet." },
  find: { zh: "去找服务", en: "Find a service" },
  mustSignIn: { zh: "登录后可以查看您的办件。", en: "Sign in to see your cases." },
  next: { zh: "较早的办件", en: "Earlier cases" },
  where: { zh: "目前状态", en: "Where it is" },
  with: { zh: "承办部门", en: "Who has it" },
  since: { zh: "提交时间", en: "Handed in" },
  by: { zh: "办结期限", en: "Decided by" },
  provisional: { zh: "暂定，待来年日历公布", en: "not final: next year's calendar is not known yet" },
  overdue: { zh: "已超过承诺时限", en: "Later than promised" },
  stopped: { zh: "时限暂停计算", en: "The time limit stands still" },
  asked: { zh: "需要您做什么", en: "What we need from you" },
  nothing: { zh: "现在不需要您做什么。", en: "Nothing for now." },
  timeline: { zh: "办理过程", en: "What happened" },
  notices: { zh: "文书", en: "Notices" },
  open: { zh: "打开", en: "Open" },
  messages: { zh: "留言", en: "Messages" },
  write: { zh: "给承办部门留言", en: "Write to the department" },
  send: { zh: "发送留言", en: "Send the message" },
  rate: { zh: "评价这次服务", en: "Rate this service" },
  rated: { zh: "您的评价", en: "Your rating" },
} satisfies Record<string, Phrase>;

export const supplementBy: Telling<[day: string]> = {
  zh: (day) => `请在 ${day} 前补正材料。`,
  en: (day) => `Give what is missing by ${day}.`,
};

export const rateBy: Telling<[day: string]> = {
  zh: (day) => `您可以在 ${day} 前评价。`,
  en: (day) => `You can rate until ${day}.`,
};
