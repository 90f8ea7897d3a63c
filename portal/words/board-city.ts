/** What the city board says of days, districts and cards. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  days: {
    title: { zh: "每日收件和办结", en: "In and out by day" },
    ofDay: { zh: "日期", en: "Day" },
    submitted: { zh: "收件", en: "Handed in" },
    finished: { zh: "办结", en: "Finished" },
    sum: { zh: "三十天合计", en: "Thirty days" },
    how: {
      zh: "按城市所在时区的日期统计。恢复办理后不再算作办结。",
      en: "Days are those of the city's time zone. A case that was opened again is not counted as finished.",
    },
  },
  districts: {
    title: { zh: "按区", en: "By district" },
    ofDistrict: { zh: "区", en: "District" },
    open: { zh: "在办", en: "Open" },
    overdue: { zh: "其中超期", en: "Overdue" },
    total: { zh: "总数", en: "In all" },
    whole: { zh: "市级部门", en: "Departments of the whole city" },
    sum: { zh: "合计", en: "Sum" },
    how: {
      zh: "按现在经办的部门所在的区统计。地图上是总数。",
      en: "A case counts for the district of the department that has it now. The map shows the numbers in all.",
    },
    all: { zh: "查看全部部门", en: "Show all departments" },
    map: { zh: "各区地图", en: "Map of the districts" },
    notRead: {
      zh: "没有读到各区的名称和边界。",
      en: "Names and borders of the districts were not read.",
    },
  },
  cards: {
    title: { zh: "红黄牌", en: "Yellow and red cards" },
    ofDepartment: { zh: "部门", en: "Department" },
    yellow: { zh: "▲ 黄牌", en: "▲ Yellow cards" },
    red: { zh: "■ 红牌", en: "■ Red cards" },
    sum: { zh: "合计", en: "Sum" },
    how: {
      zh: "已发出、未撤回的牌，含已办结的办件。",
      en: "Cards that were issued and not withdrawn. Those of closed cases count too.",
    },
  },
  finished: {
    title: { zh: "按时办结率", en: "Finished on time" },
    unit: { zh: "的已办结件", en: "of finished cases" },
    how: {
      zh: "承诺时限内决定的办件除以全部已办结的办件。",
      en: "Cases that were decided within the promised limit, divided by all that are finished.",
    },
    list: { zh: "已办结的办件", en: "Finished cases" },
  },
} satisfies Record<string, Record<string, Phrase>>;

export const tellings = {
  /** An area of the map. */
  area: {
    zh: (name, total) => `${name}，办件总数 ${total}`,
    en: (name, total) => `${name}, ${total} ${total === 1 ? "case" : "cases"} in all`,
  } satisfies Telling<[name: string, total: number]>,
  /** The departments of one district. */
  departmentsOf: {
    zh: (name) => `按部门：${name}`,
    en: (name) => `By department: ${name}`,
  } satisfies Telling<[name: string]>,
  cards: {
    zh: (yellow, red) => `黄 ${yellow} 红 ${red}`,
    en: (yellow, red) => `${yellow} yellow, ${red} red`,
  } satisfies Telling<[yellow: number, red: number]>,
};
