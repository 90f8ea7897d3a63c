/** What the resident's page says. */

import type { Phrase, Telling } from "./say.ts";

export const words = {
  find: {
    title: { zh: "找服务", en: "Find a service" },
    label: { zh: "您想办什么？", en: "What do you need?" },
    results: { zh: "服务事项", en: "Services" },
  },
  /** What screens are called whose other words come with them. */
  screens: {
    cases: { zh: "我的办件", en: "My cases" },
    apply: { zh: "填写申请", en: "Apply" },
    documents: { zh: "选择要交的材料", en: "Choose your documents" },
    check: { zh: "核对并提交", en: "Check your answers" },
    receipt: { zh: "提交回执", en: "Receipt" },
  },
  people: [
    { subject: "resident-1", zh: "李明（居民）", en: "Li Ming (resident)", roles: [], department: null },
    { subject: "resident-2", zh: "王芳（居民）", en: "Wang Fang (resident)", roles: [], department: null },
    { subject: "resident-ma-jun", zh: "马骏（居民）", en: "Ma Jun (resident)", roles: [], department: null },
    { subject: "resident-li-mu", zh: "李木（居民）", en: "Li Mu (resident)", roles: [], department: null },
    {
      subject: "company-haitang",
      zh: "清水市海棠餐饮管理有限公司（企业）",
      en: "Haitang Catering, Qingshui (company)",
      roles: ["company"],
      department: null,
    },
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

/** What the hall of a city is called. */
export const brandOf: Telling<[city: string]> = {
  zh: (city) => `${city}政务大厅`,
  en: (city) => `${city} City Hall Online`,
};
