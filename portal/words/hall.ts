/** What the resident's page says. */

import type { Phrase } from "./say.ts";

export const words = {
  find: {
    title: { zh: "找服务", en: "Find a service" },
    label: { zh: "您想办什么？", en: "What do you need?" },
    hint: { zh: "例如：停车、营业、路灯", en: "For example: parking, business, street light" },
    themes: { zh: "按主题查找", en: "By theme" },
    all: { zh: "全部主题", en: "All themes" },
    nothing: {
      zh: "没有找到。请换个说法，或拨打 12345，由工作人员帮您查找。",
      en: "Nothing was found. Try other words, or call 12345 and a person will help you look.",
    },
    results: { zh: "服务事项", en: "Services" },
  },
  people: [
    { subject: "resident-1", zh: "李明（居民）", en: "Li Ming (resident)", roles: [], department: null },
    { subject: "resident-2", zh: "王芳（居民）", en: "Wang Fang (resident)", roles: [], department: null },
  ],
} satisfies Record<string, Record<string, Phrase> | readonly unknown[]>;

export const themes = {
  BIRTH_AND_ADOPTION: { zh: "生育收养", en: "Birth and adoption" },
  HOUSEHOLD: { zh: "户籍办理", en: "Household registration" },
  EDUCATION: { zh: "教育科研", en: "Education" },
  EMPLOYMENT: { zh: "就业创业", en: "Work" },
  BUSINESS_REGISTRATION: { zh: "设立变更", en: "Starting a business" },
  BUSINESS_PERMIT: { zh: "准营准办", en: "Business permits" },
  QUALIFICATION: { zh: "职业资格", en: "Qualifications" },
  MARRIAGE: { zh: "婚姻登记", en: "Marriage" },
  WELFARE: { zh: "优待抚恤", en: "Welfare" },
  SOCIAL_SECURITY: { zh: "社会保障", en: "Social security" },
  HOUSING: { zh: "住房保障", en: "Housing" },
  CERTIFICATES: { zh: "证件办理", en: "Certificates" },
  TRANSPORT: { zh: "交通出行", en: "Transport" },
  EXIT_AND_ENTRY: { zh: "出境入境", en: "Travel abroad" },
  CONSUMER_RIGHTS: { zh: "消费维权", en: "Consumer rights" },
  PUBLIC_SAFETY: { zh: "公共安全", en: "Public safety" },
  JUSTICE: { zh: "司法公证", en: "Justice" },
  ENVIRONMENT: { zh: "环保绿化", en: "Environment" },
  CITY_MANAGEMENT: { zh: "城市管理", en: "City upkeep" },
  CULTURE_AND_SPORT: { zh: "文体教育", en: "Culture and sport" },
  UTILITIES: { zh: "公用事业", en: "Utilities" },
  HEALTH: { zh: "医疗卫生", en: "Health" },
  RETIREMENT: { zh: "离职退休", en: "Retirement" },
  FUNERAL: { zh: "死亡殡葬", en: "Funerals" },
  PARTICIPATION: { zh: "民主参与", en: "Taking part" },
} satisfies Record<string, Phrase>;
