/** What the officer's desk says: its frame, its worklists and its keys. The case page has its own words. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  desk: {
    title: { zh: "办件工作台", en: "Worklists" },
    search: { zh: "按办件编号查找", en: "Find a case by its number" },
    open: { zh: "打开", en: "Open" },
    notStaff: {
      zh: "您现在的账号不是工作人员账号，所以看不到工作台。您自己的办件在办事大厅。",
      en: "Your account is not an officer's, so there is no desk for it. Your own cases are in the hall.",
    },
    asOfficer: { zh: "换用工作人员账号登录", en: "Sign in as an officer" },
    toHall: { zh: "去办事大厅", en: "Go to the hall" },
  },
  list: {
    lists: { zh: "工作列表", en: "Worklists" },
    mine: { zh: "我的办件", en: "Mine" },
    unassigned: { zh: "待领办件", en: "Unassigned" },
    overdue: { zh: "超期办件", en: "Overdue" },
    all: { zh: "全部办件", en: "All cases" },
    filters: { zh: "筛选", en: "Filters" },
    module: { zh: "事项", en: "Service" },
    department: { zh: "部门", en: "Department" },
    state: { zh: "当前状态", en: "State" },
    stage: { zh: "阶段", en: "Stage" },
    any: { zh: "不限", en: "Any" },
    clear: { zh: "清除筛选", en: "Clear the filters" },
    number: { zh: "办件编号", en: "Number" },
    applicant: { zh: "申请人", en: "Applicant" },
    due: { zh: "到期日", en: "Due" },
    hand: { zh: "承办人", en: "In hand of" },
    acts: { zh: "操作", en: "Actions" },
    choose: { zh: "选择", en: "Select" },
    nobody: { zh: "无人承办", en: "Nobody" },
    me: { zh: "我", en: "Me" },
    late: { zh: "已超期", en: "Overdue" },
    stopped: { zh: "暂停计时", en: "Clock stopped" },
    notYet: { zh: "尚未起算", en: "Not running yet" },
    provisional: { zh: "暂定", en: "Provisional" },
    empty: {
      zh: "这里没有办件。可以换一个列表，或清除筛选。",
      en: "No cases here. Try another list, or clear the filters.",
    },
    first: { zh: "第一页", en: "First page" },
    previous: { zh: "上一页", en: "Previous page" },
    next: { zh: "下一页", en: "Next page" },
    pages: { zh: "翻页", en: "Pages" },
    changed: { zh: "列表有变化。", en: "The list has changed." },
    showChanged: { zh: "显示最新列表", en: "Show the new list" },
    order: { zh: "排序", en: "Order" },
    byDue: { zh: "最先到期", en: "Soonest due" },
    byNewest: { zh: "最近提交", en: "Newest" },
    columns: { zh: "显示的栏目", en: "Columns" },
    looks: { zh: "常用筛选", en: "Saved filters" },
    lookName: { zh: "为现在的筛选取名", en: "Name for the filters as they are now" },
    lookKeep: { zh: "保存筛选", en: "Save the filters" },
    lookHint: { zh: "只保存在这台设备上。", en: "Kept on this device only." },
    lookNeeded: { zh: "请先取一个名字。", en: "Write a name first." },
    lookRemove: { zh: "删除", en: "Remove" },
    assignChosen: { zh: "分办选中的办件", en: "Assign the selected cases" },
    claimChosen: { zh: "领办选中的办件", en: "Claim the selected cases" },
    chooseAll: { zh: "全选本页可领、可分的办件", en: "Select all on this page" },
    results: { zh: "逐件结果", en: "Result for each case" },
    kept: { zh: "没有办成的仍在选中。", en: "Those that failed stay selected." },
    succeeded: { zh: "已办成", en: "Done" },
    close: { zh: "关闭", en: "Close" },
  },
  done: {
    CLAIM: { zh: "已领办", en: "Claimed" },
    ASSIGN: { zh: "已分办", en: "Assigned" },
    RELEASE: { zh: "已放回", en: "Released" },
  },
  assign: {
    officer: { zh: "工作人员账号", en: "Officer's account" },
    officerHint: { zh: "填写登录账号，例如 staff-mu-qing", en: "The account for signing in, such as staff-mu-qing" },
    reason: { zh: "说明（可不填，仅内部可见）", en: "Reason (optional, for the staff only)" },
    give: { zh: "确认分办", en: "Assign the case" },
    needed: { zh: "请填写工作人员账号。", en: "Write the officer's account." },
  },
  keys: {
    title: { zh: "键盘快捷键", en: "Keyboard shortcuts" },
    on: { zh: "使用快捷键", en: "Use the shortcuts" },
    note: {
      zh: "不用快捷键也能完成所有操作。输入文字时快捷键不起作用。",
      en: "Everything works without them. They rest while you type.",
    },
    key: { zh: "按键", en: "Key" },
    does: { zh: "作用", en: "What it does" },
    j: { zh: "下一件", en: "Next case" },
    k: { zh: "上一件", en: "Previous case" },
    enter: { zh: "打开办件", en: "Open the case" },
    c: { zh: "领办", en: "Claim the case" },
    slash: { zh: "按编号查找", en: "Find by number" },
    question: { zh: "显示本列表", en: "Show this list" },
  },
} satisfies Record<string, Record<string, Phrase>>;

export const tellings = {
  /** The head of a worklist: its name and how many. */
  counted: {
    zh: (name, count) => `${name}（${count}）`,
    en: (name, count) => `${name} (${count})`,
  } satisfies Telling<[name: string, count: number]>,
  within: {
    zh: (open, overdue) => `未办结 ${open} 件，超期 ${overdue} 件`,
    en: (open, overdue) => `${open} not closed, ${overdue} overdue`,
  } satisfies Telling<[open: number, overdue: number]>,
  daysOver: {
    zh: (days) => `超期 ${days} 天`,
    en: (days) => (days === 1 ? "1 day over" : `${days} days over`),
  } satisfies Telling<[days: number]>,
  page: {
    zh: (page, pages) => `第 ${page} 页，共 ${pages} 页`,
    en: (page, pages) => `Page ${page} of ${pages}`,
  } satisfies Telling<[page: number, pages: number]>,
  chosen: {
    zh: (count) => `已选 ${count} 件`,
    en: (count) => `${count} selected`,
  } satisfies Telling<[count: number]>,
  doneOf: {
    zh: (done, all) => `${all} 件中办成 ${done} 件`,
    en: (done, all) => `${done} of ${all} done`,
  } satisfies Telling<[done: number, all: number]>,
  several: {
    zh: (count) => `把选中的 ${count} 件分办给谁？`,
    en: (count) => `To whom do the ${count} selected cases go?`,
  } satisfies Telling<[count: number]>,
  /** What a button in a row is about, for those who do not see the row. */
  about: {
    zh: (act, number) => `${act} ${number}`,
    en: (act, number) => `${act} ${number}`,
  } satisfies Telling<[act: string, number: string]>,
  assigning: {
    zh: (number) => `把 ${number} 分办给谁？`,
    en: (number) => `To whom does ${number} go?`,
  } satisfies Telling<[number: string]>,
};
