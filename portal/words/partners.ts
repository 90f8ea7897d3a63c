/** What the page of partners says. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  title: { zh: "合作单位用量", en: "Partners' usage" },
  notYours: {
    zh: "这里只供合作单位、审计人员和系统管理员查看。",
    en: "Only partners, auditors and administrators see this page.",
  },
  noPartner: { zh: "本市还没有合作单位。", en: "The city has no partner yet." },
  noLonger: { zh: "已不是合作单位", en: "No longer a partner" },
  partner: { zh: "合作单位", en: "Partner" },
  byKey: { zh: "使用接口密钥", en: "With an API key" },
  key: { zh: "接口密钥", en: "API key" },
  keyHint: {
    zh: "请输入贵单位系统的密钥。密钥只在本标签页内保留，关闭后即清除。",
    en: "Enter a key of your system. It stays in this tab and is gone when you close it.",
  },
  how: {
    zh: "按城市日期统计最近 92 天经合作单位系统产生的事件。",
    en: "Events that came through the partner's systems in the last 92 days, by the days of the city.",
  },
  usualQuota: { zh: "额度：与其他合作单位相同。", en: "Quota: the same as for any partner." },
  refused: {
    zh: "被拒绝的请求不产生事件，不计入这里。超出额度时，系统返回 429 和等待秒数。",
    en: "Refused requests make no events and are not counted. Beyond the quota the answer is 429 with the seconds to wait.",
  },
  byDays: { zh: "每日用量", en: "Usage by day" },
  day: { zh: "日期", en: "Day" },
  service: { zh: "事项", en: "Service" },
  submissions: { zh: "提交办件", en: "Cases handed in" },
  acts: { zh: "其他操作", en: "Other acts" },
  events: { zh: "提交和其他操作", en: "Cases handed in and other acts" },
  chart: { zh: "最近有用量的日期", en: "The latest days with usage" },
  sum: { zh: "合计", en: "Sum" },
  nothing: { zh: "最近 92 天没有用量。", en: "Nothing came in the last 92 days." },
  keys: { zh: "接口密钥", en: "API keys" },
  revoked: { zh: "已吊销。", en: "Revoked." },
  never: { zh: "从未使用。", en: "Never used." },
  noKeys: { zh: "没有接口密钥。", en: "There are no API keys." },
} satisfies Record<string, Phrase>;

export const tellings = {
  asOf: {
    zh: (time) => `截至 ${time}。`,
    en: (time) => `As of ${time}.`,
  } satisfies Telling<[time: string]>,
  until: {
    zh: (time) => `有效期至 ${time}。`,
    en: (time) => `Good until ${time}.`,
  } satisfies Telling<[time: string]>,
  used: {
    zh: (time) => `最近使用：${time}。`,
    en: (time) => `Last used ${time}.`,
  } satisfies Telling<[time: string]>,
  quota: {
    zh: (cost, seconds) => `额度：每 ${seconds} 秒 ${cost} 个成本单位。`,
    en: (cost, seconds) => `Quota: ${cost} units of cost in ${seconds} seconds.`,
  } satisfies Telling<[cost: string, seconds: string]>,
};

/** Whom one can be in development. */
export const people = [
  { subject: "admin-city-it", zh: "系统管理员", en: "Administrator (city IT)", roles: ["admin"], department: null },
  {
    subject: "staff-jin-cheng",
    zh: "金澄（全市审计）",
    en: "Jin Cheng (auditor of the city)",
    roles: ["auditor"],
    department: null,
  },
];
