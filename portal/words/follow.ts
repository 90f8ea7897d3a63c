/** What is said to somebody who follows a case. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  print: { zh: "打印本页", en: "Print this page" },
  none: { zh: "您还没有办件。", en: "You have no cases yet." },
  find: { zh: "去找服务", en: "Find a service" },
  mustSignIn: { zh: "登录后可以查看您的办件。", en: "Sign in to see your cases." },
  next: { zh: "接下来", en: "Next" },
  earlier: { zh: "较早的办件", en: "Earlier cases" },
  with: { zh: "承办部门", en: "Who has it" },
  since: { zh: "这一步始于", en: "Since" },
  handedIn: { zh: "提交时间", en: "Handed in" },
  by: { zh: "办结期限", en: "Due" },
  over: { zh: "已办结。", en: "It is over." },
  notYet: { zh: "受理后开始计算。", en: "It is counted from acceptance." },
  provisional: { zh: "（暂定：来年日历未公布）", en: "(may change: that year's calendar is not known yet)" },
  overdue: { zh: "已超过承诺时限", en: "Later than promised" },
  stoppedForYou: { zh: "等您补正期间不计时", en: "The time limit waits while we wait for you" },
  suspended: { zh: "办理已中止", en: "The case is suspended" },
  nextYours: { zh: "您补正以后，部门接着办理。", en: "The office goes on when you have answered." },
  dates: { zh: "全部期限", en: "All time limits" },
  asked: { zh: "需要您做", en: "To do" },
  nothing: { zh: "现在不需要您做什么。", en: "Nothing for now." },
  newMessage: { zh: "查看部门的新留言", en: "Read a new message from the office" },
  comma: { zh: "、", en: ", " },
  timeline: { zh: "办理过程", en: "What happened" },
  more: { zh: "显示后面的过程", en: "Show what came later" },
  answers: { zh: "我填写的内容", en: "What I wrote" },
  notices: { zh: "文书", en: "Notices" },
  toServe: {
    zh: "还没有签收。打开即为签收，救济期限从次日起算。",
    en: "Not received yet. Opening it counts as receiving it. Time to object to it runs from the next day.",
  },
  unserved: { zh: "还没有送达。", en: "Not served yet." },
  receive: { zh: "签收并打开", en: "Receive and open" },
  open: { zh: "打开", en: "Open" },
  messages: { zh: "留言", en: "Messages" },
  write: { zh: "给承办部门留言", en: "Write to the department" },
  send: { zh: "发送留言", en: "Send the message" },
  wasRead: { zh: "对方已读", en: "read" },
  rate: { zh: "评价这次服务", en: "Rate this service" },
  rateSteps: { zh: "评价其中一步", en: "Rate a single step" },
  rated: { zh: "您的评价", en: "Your rating" },
  comment: { zh: "想说的话（可不填）", en: "What you want to say (optional)" },
  skip: { zh: "不评价", en: "Do not rate" },
  acts: { zh: "您可以办的事", en: "What you can do" },
  confirm: { zh: "确认提交", en: "Confirm and send" },
  reason: { zh: "原因", en: "Why" },
  legalBasis: { zh: "依据", en: "Legal basis" },
  mustBe: { zh: "这一项必须填写。", en: "This must be filled in." },
  changeThese: { zh: "请改正或补充下面的内容。", en: "Correct or complete these answers." },
  gone: {
    zh: "现在不能办理：办件已有变化。您填写的内容仍保留。",
    en: "This cannot be done now: the case has changed. What you typed is still here.",
  },
  elsewhere: { zh: "这件事不能在本页办理，请拨打 12345。", en: "This cannot be done on this page. Call 12345." },
  documents: { zh: "材料", en: "Documents" },
  there: { zh: "已交", en: "handed in" },
  missing: { zh: "未交", en: "not here yet" },
  handIn: { zh: "交这些材料", en: "Hand these in" },
  handInWhat: { zh: "现在要交的材料", en: "What you hand in now" },
  handInHint: { zh: "原件在窗口核对。", en: "Originals are looked at over the counter." },
  objections: { zh: "公示异议", en: "Objections to the public notice" },
  object: { zh: "提出异议", en: "Object" },
  objectWhy: { zh: "您认为哪里不对", en: "What you think is wrong" },
  objectHint: {
    zh: "本件正在公示。部门会核查您的异议并作出答复。",
    en: "This case is on public notice. The office checks what you say and answers.",
  },
  objected: { zh: "已收到您的异议。", en: "Your objection has arrived." },
  objectionOpen: { zh: "正在核查", en: "being checked" },
  upheld: { zh: "异议成立", en: "found to be right" },
  dismissed: { zh: "异议不成立", en: "found not to be right" },
} satisfies Record<string, Phrase>;

/** What happens next, by the stage of a case. */
export const nextSteps = {
  SUBMITTED: { zh: "部门查看材料，决定是否受理。", en: "The office looks whether all is there and accepts it." },
  ACCEPTED: { zh: "部门审核并作出决定。", en: "The office checks it and decides." },
  DECIDED: { zh: "部门制作并送达结果。", en: "The office makes the result and hands it over." },
  CLOSED: { zh: "没有后续步骤。", en: "Nothing more." },
} satisfies Record<string, Phrase>;

/** What an action means, by its effect, where that must be known before it is confirmed. */
export const effects = {
  withdraw: {
    zh: "撤回后本件结束。要再办，需重新申请。",
    en: "The case ends. To go on later you have to apply anew.",
  },
  answerSupplement: {
    zh: "提交后部门接着办理，期限重新计时。",
    en: "The office goes on with your case, and its time limit runs again.",
  },
  close: { zh: "确认后本件办结。", en: "The case is closed when you confirm." },
  reopen: { zh: "部门会重新办理本件。", en: "The office takes your case up again." },
} satisfies Record<string, Phrase>;

export const standingTellings = {
  left: {
    zh: (days: number) => (days === 0 ? "（今天最后一天）" : `（还剩 ${days} 个工作日）`),
    en: (days: number) =>
      days === 0
        ? "(no working day left after today)"
        : days === 1
          ? "(1 working day left)"
          : `(${days} working days left)`,
  },
  stopped: {
    zh: (since: string, why: string) => `${since}起停止计时：${why}。`,
    en: (since: string, why: string) => `It stands still since ${since}: ${why}.`,
  },
  procedure: {
    zh: (title: string) => `正在进行“${title}”`,
    en: (title: string) => `“${title}” is under way`,
  },
  procedureNext: {
    zh: (title: string) => `“${title}”结束后继续办理。`,
    en: (title: string) => `It goes on when “${title}” has ended.`,
  },
  goesTo: { zh: (title: string) => `转到：${title}`, en: (title: string) => `Passed to: ${title}` },
} satisfies Record<string, Telling<never>>;

export const wantedTellings = {
  supplement: {
    zh: (day: string) => `最晚 ${day} 补正`,
    en: (day: string) => `Give what is missing by ${day}`,
  },
  documents: {
    zh: (titles: string, day: string) => `最晚 ${day} 补交：${titles}`,
    en: (titles: string, day: string) => `Hand in by ${day}: ${titles}`,
  },
  notice: { zh: (title: string) => `签收${title}`, en: (title: string) => `Receive: ${title}` },
  rating: { zh: (day: string) => `最晚 ${day} 评价（可不评）`, en: (day: string) => `Rate it by ${day}, if you like` },
} satisfies Record<string, Telling<never>>;

export const documentTellings = {
  before: { zh: (day: string) => `最晚 ${day} 补交`, en: (day: string) => `to follow by ${day}` },
  done: { zh: (titles: string) => `已登记：${titles}`, en: (titles: string) => `Taken down: ${titles}` },
} satisfies Record<string, Telling<never>>;

export const noticeTellings = {
  served: {
    zh: (day: string, how: string) => `${day}送达（${how}）`,
    en: (day: string, how: string) => `Served on ${day} (${how})`,
  },
  remedy: {
    zh: (kind: string, day: string) => `${kind}：最后一天 ${day}`,
    en: (kind: string, day: string) => `${kind}: last day ${day}`,
  },
} satisfies Record<string, Telling<never>>;

export const doneTelling: Telling<[title: string]> = {
  zh: (title) => `已完成：${title}`,
  en: (title) => `Done: ${title}`,
};

export const rateBy: Telling<[day: string]> = {
  zh: (day) => `您最晚可以在 ${day} 评价。`,
  en: (day) => `You can rate until ${day}.`,
};
