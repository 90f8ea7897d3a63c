/** What the first page of the hall says. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  events: { zh: "按人生事件查找", en: "By what happens in life" },
  themes: { zh: "按主题查找", en: "By theme" },
  hint: {
    zh: "中文、英文、拼音或拼音首字母都可以，例如：停车、parking、tingche、tc",
    en: "Chinese, English or pinyin, for example: parking, tingche, tc",
  },
  nothing: { zh: "没有找到", en: "Nothing was found" },
  nothingWords: { zh: "换一个更短或更常用的词。", en: "Try a shorter or more common word." },
  nothingAll: { zh: "查看全部服务事项", en: "See all services" },
  nothingCall: {
    zh: "拨打 12345，由工作人员帮您查找。",
    en: "Call 12345, and a person will help you look.",
  },
  track: { zh: "凭编号查进度", en: "Track a case by its number" },
  published: { zh: "看公开的来信与答复", en: "Read published letters and answers" },
} satisfies Record<string, Phrase>;

export const count: Telling<[count: number]> = {
  zh: (found) => `共 ${found} 项服务`,
  en: (found) => (found === 1 ? "1 service" : `${found} services`),
};

interface LifeEvent {
  readonly title: Phrase;
  /** The themes that belong to it. */
  readonly themes: readonly string[];
}

/** What happens in a life, and under which themes a city files what has to be done then. */
export const lifeEvents: Readonly<Record<string, LifeEvent>> = {
  family: {
    title: { zh: "出生与成家", en: "Being born, having a family" },
    themes: ["BIRTH_AND_ADOPTION", "HOUSEHOLD", "MARRIAGE"],
  },
  school: { title: { zh: "上学", en: "Going to school" }, themes: ["EDUCATION"] },
  work: {
    title: { zh: "找工作", en: "Finding work" },
    themes: ["EMPLOYMENT", "QUALIFICATION", "SOCIAL_SECURITY"],
  },
  home: { title: { zh: "安家", en: "Having a home" }, themes: ["HOUSING", "UTILITIES"] },
  car: { title: { zh: "买车出行", en: "Having a car" }, themes: ["TRANSPORT"] },
  business: {
    title: { zh: "开店办企业", en: "Running a business" },
    themes: ["BUSINESS_REGISTRATION", "BUSINESS_PERMIT", "CONSUMER_RIGHTS"],
  },
  health: { title: { zh: "看病与健康", en: "Staying healthy" }, themes: ["HEALTH"] },
  hardship: { title: { zh: "遇到困难", en: "Being in need" }, themes: ["WELFARE", "JUSTICE"] },
  travel: { title: { zh: "出国与证件", en: "Travel and papers" }, themes: ["EXIT_AND_ENTRY", "CERTIFICATES"] },
  city: {
    title: { zh: "身边的问题", en: "Something is wrong nearby" },
    themes: ["CITY_MANAGEMENT", "PUBLIC_SAFETY", "ENVIRONMENT"],
  },
  voice: {
    title: { zh: "提意见与文化生活", en: "Being heard, culture" },
    themes: ["PARTICIPATION", "CULTURE_AND_SPORT"],
  },
  age: { title: { zh: "退休养老", en: "Growing old" }, themes: ["RETIREMENT"] },
  death: { title: { zh: "身后事", en: "When somebody dies" }, themes: ["FUNERAL"] },
};
