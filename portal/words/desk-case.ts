/** What a case page of the desk says. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  page: {
    notFound: { zh: "没有找到这个编号的办件，或您无权查看。", en: "There is no such case, or you may not see it." },
    back: { zh: "回到工作列表", en: "Back to the worklists" },
    none: { zh: "无", en: "None" },
    all: { zh: "概况", en: "Overview" },
    service: { zh: "事项", en: "Service" },
    state: { zh: "当前状态", en: "State" },
    stage: { zh: "阶段", en: "Stage" },
    end: { zh: "结果", en: "How it ended" },
    department: { zh: "承办部门", en: "Department" },
    phone: { zh: "电话", en: "Phone" },
    submitted: { zh: "提交时间", en: "Handed in" },
    changed: { zh: "最近变化", en: "Last change" },
    published: { zh: "公众可见", en: "Open to the public" },
    noticed: { zh: "正在公示", en: "On public notice" },
    distrusted: { zh: "申请人因本件被记入失信名单", en: "The applicant is on the distrust list because of this case" },
  },
  hands: {
    title: { zh: "承办", en: "In whose hands" },
    applicant: { zh: "申请人账号", en: "Applicant's account" },
    officer: { zh: "承办人", en: "Officer" },
    since: { zh: "自", en: "Since" },
    givenBy: { zh: "分办人", en: "Given by" },
  },
  limits: {
    title: { zh: "期限", en: "Limits" },
    over: { zh: "办件已办结，期限不再计算。", en: "The case is closed. No limit runs." },
    overdue: { zh: "已超过承诺时限。", en: "The promised limit has passed." },
    whySupplement: {
      zh: "等待申请人补正，这段时间不计入期限。",
      en: "The applicant is to supply what is missing. That time does not count.",
    },
    whyProcedure: { zh: "特别程序所需时间不计入期限。", en: "The time of the procedure does not count." },
    whySuspended: {
      zh: "办件已中止，恢复后继续计时。",
      en: "The case is suspended. The clock goes on when it is resumed.",
    },
    waiting: {
      zh: "办理期限从受理之日起算，现在还没有起算。",
      en: "The limit begins with acceptance. It does not run yet.",
    },
    provisional: {
      zh: "暂定：当年的工作日历还没有公布。",
      en: "Provisional: that year's calendar is not yet published.",
    },
  },
  cards: {
    title: { zh: "亮牌", en: "Cards" },
    withdrawn: { zh: "已撤牌", en: "Withdrawn" },
    which: { zh: "哪一张牌", en: "Which card" },
    withdraw: { zh: "撤牌", en: "Withdraw the card" },
  },
  trust: { repair: { zh: "信用修复", en: "Repair trust" } },
  acts: {
    title: { zh: "可办操作", en: "What you can do" },
    none: { zh: "您现在没有可办的操作。", en: "There is nothing for you to do now." },
    gone: {
      zh: "这项操作现在不能办理：办件已有变化。您填写的内容仍保留。",
      en: "This cannot be done now: the case has changed. What you typed is still here.",
    },
    refused: { zh: "暂不能办理的操作", en: "What you cannot do now, and why" },
    reason: { zh: "理由", en: "Reason" },
    reasonHint: { zh: "会写入文书或记录，请写明事实。", en: "It goes into the notice or the record. State the facts." },
    legalBasis: { zh: "法律依据", en: "Legal basis" },
    department: { zh: "转给哪个部门", en: "Which department" },
    items: { zh: "需要补正的内容", en: "What is missing" },
    itemsHint: { zh: "至少选择一项；请一次选全。", en: "Choose at least one. Choose everything at once." },
    answers: { zh: "填写项", en: "Answers" },
    documents: { zh: "材料", en: "Documents" },
    choose: { zh: "请选择", en: "Choose" },
    missing: { zh: "这一项必须填写。", en: "This must be filled in." },
    elsewhere: { zh: "这一项不能在工作台填写。", en: "This cannot be filled in on the desk." },
    optional: { zh: "可不填", en: "Optional" },
  },
  why: {
    otherRole: { zh: "由其他岗位办理。", en: "It is for another role." },
    otherDepartment: { zh: "办件在其他部门。", en: "Another department has the case." },
    inOtherHand: { zh: "办件由其他人承办。", en: "Another officer has the case in hand." },
    standsStill: {
      zh: "正在补正、特别程序或中止期间。",
      en: "The case waits for an answer, a procedure or its resumption.",
    },
    fourEyes: {
      zh: "须由没有经办前一步的人员办理。",
      en: "Somebody who did not do the step before has to do it.",
    },
    notNow: { zh: "现在条件还不满足。", en: "Its conditions are not met now." },
  },
  day: {
    year: { zh: "年", en: "Year" },
    month: { zh: "月", en: "Month" },
    date: { zh: "日", en: "Day" },
  },
  answers: {
    title: { zh: "申请内容", en: "What was asked and answered" },
    warnings: { zh: "请核对", en: "Please check" },
  },
  documents: {
    title: { zh: "申请材料", en: "Documents" },
    presented: { zh: "已收到", en: "Handed in" },
    missing: { zh: "未收到", en: "Not handed in" },
    present: { zh: "登记收到的材料", en: "Record what was brought" },
    which: { zh: "收到哪些材料", en: "What was brought" },
    unwanted: { zh: "不必提交", en: "Not needed" },
  },
  supplement: { title: { zh: "等待补正", en: "Waiting for what is missing" } },
  messages: {
    title: { zh: "与申请人的留言", en: "Conversation" },
    none: { zh: "还没有留言。", en: "No messages yet." },
    write: { zh: "给申请人留言", en: "Write to the applicant" },
    send: { zh: "发送留言", en: "Send the message" },
    more: { zh: "显示后面的留言", en: "Show later messages" },
    read: { zh: "标记为已读", en: "Mark as read" },
    unread: { zh: "对方未读", en: "Not read yet" },
    sent: { zh: "留言已发送。", en: "The message was sent." },
    empty: { zh: "请先写留言。", en: "Write the message first." },
  },
  timeline: {
    title: { zh: "办理过程", en: "What happened" },
    basis: { zh: "依据", en: "Legal basis" },
    reason: { zh: "理由", en: "Reason" },
    more: { zh: "显示后面的过程", en: "Show what came later" },
  },
} satisfies Record<string, Record<string, Phrase>>;

export const tellings = {
  named: {
    zh: (name, value) => `${name}：${value}`,
    en: (name, value) => `${name}: ${value}`,
  } satisfies Telling<[name: string, value: string]>,
  runs: {
    zh: (clock, day) => `${clock}：${day} 止`,
    en: (clock, day) => `${clock}: until ${day}`,
  } satisfies Telling<[clock: string, day: string]>,
  stopped: {
    zh: (since, by) => `计时自 ${since} 起暂停${by && `（${by}）`}。恢复后重新计算到期日。`,
    en: (since, by) =>
      `The clock has stood still since ${since}${by && ` (${by})`}. The due day is counted again after that.`,
  } satisfies Telling<[since: string, by: string]>,
  overran: {
    zh: (by) => `${by}已超期，计时已恢复。`,
    en: (by) => `${by} took too long. The clock runs again.`,
  } satisfies Telling<[by: string]>,
  confirm: {
    zh: (title) => `确认：${title}`,
    en: (title) => `Confirm: ${title}`,
  } satisfies Telling<[title: string]>,
  done: {
    zh: (title) => `已办理：${title}`,
    en: (title) => `Done: ${title}`,
  } satisfies Telling<[title: string]>,
  lengthMax: {
    zh: (most) => `最多 ${most} 个字`,
    en: (most) => `At most ${most} characters`,
  } satisfies Telling<[most: number]>,
  unread: {
    zh: (count) => `申请人有 ${count} 条留言未读`,
    en: (count) => `${count} unread from the applicant`,
  } satisfies Telling<[count: number]>,
  follows: {
    zh: (day) => `承诺后补，最迟 ${day} 交来`,
    en: (day) => `Promised, due by ${day}`,
  } satisfies Telling<[day: string]>,
  lapses: {
    zh: (day) => `最迟 ${day} 补正，逾期失效。`,
    en: (day) => `Due by ${day}, then it lapses.`,
  } satisfies Telling<[day: string]>,
  served: {
    zh: (day, how) => `${day} 送达（${how}）`,
    en: (day, how) => `Served on ${day} (${how})`,
  } satisfies Telling<[day: string, how: string]>,
  remedy: {
    zh: (kind, day) => `${kind}：${day} 截止`,
    en: (kind, day) => `${kind}: until ${day}`,
  } satisfies Telling<[kind: string, day: string]>,
  /** What somebody else did while the page was there. */
  updated: {
    zh: (what, when) => `本页已更新。最近变化：${what}，${when}`,
    en: (what, when) => `This page was updated. Last change: ${what}, ${when}`,
  } satisfies Telling<[what: string, when: string]>,
  /** Where a step left the case. */
  to: {
    zh: (state) => `转到：${state}`,
    en: (state) => `Moved to: ${state}`,
  } satisfies Telling<[state: string]>,
  hidden: {
    zh: (why) => `不显示：${why}`,
    en: (why) => `Not shown: ${why}`,
  } satisfies Telling<[why: string]>,
};
