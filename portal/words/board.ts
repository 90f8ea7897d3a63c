/** What the city board says. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  board: {
    title: { zh: "城市运行看板", en: "City board" },
    scope: {
      zh: "只统计您有权查看的办件。",
      en: "Only cases that you may see are counted.",
    },
    fullScreen: { zh: "全屏显示", en: "Show full screen" },
    endFullScreen: { zh: "退出全屏", en: "Leave full screen" },
    live: { zh: "● 实时更新中", en: "● Live" },
    notLive: {
      zh: "▲ 实时连接已中断，正在重新连接。",
      en: "▲ The live connection is broken. Connecting again.",
    },
    figures: { zh: "主要指标", en: "Key figures" },
    notStaff: {
      zh: "看板只供有权限的工作人员使用。请用工作人员账号登录。",
      en: "Only officers who may see the figures use the board. Sign in with an officer's account.",
    },
  },
  tile: {
    how: { zh: "怎样计算", en: "How it is counted" },
    old: { zh: "▲ 数字已过时", en: "▲ Out of date" },
    notLive: { zh: "▲ 未实时更新", en: "▲ Not live" },
    untold: { zh: "无数据", en: "No figure" },
    cases: { zh: "件", en: "cases" },
    matters: { zh: "项未结", en: "open matters" },
    share: { zh: "在办件未超期", en: "of open cases" },
  },
  total: {
    title: { zh: "办件总数", en: "Cases in all" },
    how: {
      zh: "把各事项、各部门、各阶段的办件数相加，包括已办结的。",
      en: "The counts of all services, departments and stages are added up. Closed cases are counted too.",
    },
    list: { zh: "全部办件", en: "All cases" },
  },
  open: {
    title: { zh: "在办件", en: "Open cases" },
    how: {
      zh: "把各事项、各部门尚未办结的办件数相加。",
      en: "The counts of cases that are not yet closed are added up.",
    },
  },
  overdue: {
    title: { zh: "超期件", en: "Overdue cases" },
    how: {
      zh: "承诺时限已过、尚未决定的办件。按城市的工作日历计算，每分钟重新读取。",
      en: "Cases not decided by the end of the promised limit. The city's calendar counts, and the figure is read every minute.",
    },
    list: { zh: "超期办件", en: "Overdue cases" },
  },
  onTime: {
    title: { zh: "按期率", en: "On time" },
    how: {
      zh: "在办件减去超期件，再除以在办件。不含已办结的办件。",
      en: "Open cases less overdue ones, divided by open cases. Closed cases do not count.",
    },
    list: { zh: "未按期的办件", en: "Cases not on time" },
  },
  matters: {
    title: { zh: "红黄牌和督办", en: "Cards and supervision" },
    how: {
      zh: "尚未关闭的督办事项。每张黄牌、红牌生成一项，督查人员也可以发起。",
      en: "Supervision matters that are not closed. Each yellow or red card opens one, and supervisors open others.",
    },
    list: { zh: "督办事项列表", en: "The matters" },
  },
  rating: {
    title: { zh: "好差评满意率", en: "Ratings" },
    how: {
      zh: "前三级评价除以全部评价，统计到昨天。同一部门同一事项不足五条的不计入。",
      en: "The three better levels divided by all ratings, to the end of yesterday. Fewer than five of one service and department do not count.",
    },
    list: { zh: "各级评价", en: "Ratings by level" },
  },
  group: {
    department: { zh: "按部门", en: "By department" },
    service: { zh: "按事项", en: "By service" },
    stage: { zh: "按阶段", en: "By stage" },
    level: { zh: "好差评", en: "Ratings by level" },
    ofDepartment: { zh: "部门", en: "Department" },
    ofService: { zh: "事项", en: "Service" },
    ofStage: { zh: "阶段", en: "Stage" },
    ofLevel: { zh: "等级", en: "Level" },
    open: { zh: "在办", en: "Open" },
    inTime: { zh: "在办，未超期", en: "Open, in time" },
    overdue: { zh: "其中超期", en: "Overdue" },
    total: { zh: "总数", en: "In all" },
    sum: { zh: "合计", en: "Sum" },
    count: { zh: "评价数", en: "Ratings" },
    table: { zh: "看表格", en: "Show the table" },
    chart: { zh: "看图表", en: "Show the chart" },
    fewer: { zh: "只看前八项", en: "Show the first eight" },
    none: { zh: "还没有数字。", en: "No figures yet." },
  },
  risks: {
    overdue: { zh: "超期办件，到期最早的在前", en: "Overdue cases, earliest due first" },
    matters: { zh: "未结督办，到期最早的在前", en: "Open supervision, earliest due first" },
    minute: { zh: "每分钟更新。", en: "Read every minute." },
    more: { zh: "再读取 100 条", en: "Read 100 more" },
    noOverdue: { zh: "没有超期办件。", en: "No case is overdue." },
    noMatters: { zh: "没有未结督办。", en: "No supervision is open." },
    all: { zh: "在工作台查看全部", en: "See all at the desk" },
    fewer: { zh: "只看前十条", en: "Show the first ten" },
    answered: { zh: "已反馈", en: "Answered" },
    unanswered: { zh: "未反馈", en: "Not answered" },
  },
} satisfies Record<string, Record<string, Phrase>>;

export const stages = {
  SUBMITTED: { zh: "已提交", en: "Submitted" },
  ACCEPTED: { zh: "已受理", en: "Accepted" },
  DECIDED: { zh: "已决定", en: "Decided" },
  CLOSED: { zh: "已办结", en: "Closed" },
} satisfies Record<string, Phrase>;

/** A card is a word and a shape, never a colour alone. */
export const cards = {
  NOTICE: { zh: "● 预警", en: "● Notice" },
  YELLOW: { zh: "▲ 黄牌", en: "▲ Yellow card" },
  RED: { zh: "■ 红牌", en: "■ Red card" },
} satisfies Record<string, Phrase>;

export const levels = {
  HEAD: { zh: "部门负责人督办", en: "To the head of the department" },
  SUPERIOR: { zh: "分管领导督办", en: "To the superior" },
} satisfies Record<string, Phrase>;

export const tellings = {
  asOf: {
    zh: (time) => `截至 ${time}`,
    en: (time) => `As of ${time}`,
  } satisfies Telling<[time: string]>,
  /** A stage and how many are in it. */
  counted: {
    zh: (name, count) => `${name} ${count}`,
    en: (name, count) => `${name} ${count}`,
  } satisfies Telling<[name: string, count: string]>,
  /** What stands at the end of a bar. */
  bar: {
    zh: (open, overdue) => (overdue === 0 ? `${open}` : `${open}，超期 ${overdue}`),
    en: (open, overdue) => (overdue === 0 ? `${open}` : `${open}, ${overdue} overdue`),
  } satisfies Telling<[open: number, overdue: number]>,
  given: {
    zh: (count) => `共 ${count} 条评价`,
    en: (count) => (count === "1" ? "of 1 rating" : `of ${count} ratings`),
  } satisfies Telling<[count: string]>,
  showAll: {
    zh: (count) => `显示全部 ${count} 项`,
    en: (count) => `Show all ${count}`,
  } satisfies Telling<[count: number]>,
  /** Of a list that has more than was read. */
  newest: {
    zh: (count) => `仅在最新的 ${count} 条中排序。`,
    en: (count) => `Sorted within the newest ${count} only.`,
  } satisfies Telling<[count: number]>,
  showRead: {
    zh: (count) => `显示最新的 ${count} 条`,
    en: (count) => `Show the newest ${count}`,
  } satisfies Telling<[count: number]>,
  /** What a button is about, for those who do not see its place. */
  about: {
    zh: (act, title) => `${act}：${title}`,
    en: (act, title) => `${act}: ${title}`,
  } satisfies Telling<[act: string, title: string]>,
  cards: {
    zh: (card, count) => (count === 1 ? card : `${card} ×${count}`),
    en: (card, count) => (count === 1 ? card : `${card} ×${count}`),
  } satisfies Telling<[card: string, count: number]>,
  due: {
    zh: (day) => `到期日 ${day}`,
    en: (day) => `Due ${day}`,
  } satisfies Telling<[day: string]>,
  feedback: {
    zh: (time) => `请在 ${time} 前反馈`,
    en: (time) => `Feedback before ${time}`,
  } satisfies Telling<[time: string]>,
};
