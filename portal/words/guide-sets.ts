/** The words of closed sets that only guides show. */

import type { Phrase } from "./say.ts";

export const guideSets = {
  DocumentSource: {
    APPLICANT: { zh: "申请人自备", en: "You bring it" },
    GOVERNMENT: { zh: "政府部门核发", en: "An authority issues it" },
    DATA_SHARE: { zh: "数据共享，不用提交", en: "We look it up; you bring nothing" },
    SYSTEM: { zh: "系统生成", en: "The system makes it" },
  },
  HandlingType: {
    INSTANT: { zh: "即办件", en: "Done at once" },
    PROMISED: { zh: "承诺件", en: "Done within the promised time" },
  },
  ExerciseLevel: {
    NATIONAL: { zh: "国家级", en: "National" },
    PROVINCIAL: { zh: "省级", en: "Provincial" },
    CITY: { zh: "市级", en: "City" },
    COUNTY: { zh: "县级", en: "County" },
    TOWNSHIP: { zh: "镇（乡、街道）级", en: "Township" },
    VILLAGE: { zh: "村（社区）级", en: "Village" },
  },
  OnlineDepth: {
    INFORMATION: { zh: "网上查看信息", en: "Information only" },
    INTAKE: { zh: "网上收件", en: "You hand in online" },
    PRE_CHECK: { zh: "网上预审", en: "Checked online first" },
    ACCEPTANCE: { zh: "网上受理", en: "Accepted online" },
    HANDLING: { zh: "网上办理", en: "Handled online" },
    RESULT: { zh: "网上反馈结果", en: "Answered online" },
    CERTIFICATE: { zh: "电子证照", en: "Online up to the electronic certificate" },
  },
  CrossRegion: {
    NONE: { zh: "仅限本机关", en: "Only at the body in charge" },
    CITY: { zh: "全市通办", en: "Anywhere in the city" },
    PROVINCE: { zh: "全省通办", en: "Anywhere in the province" },
    NATION: { zh: "跨省通办", en: "In other provinces too" },
  },
  Assurance: {
    LOW: { zh: "自报信息即可", en: "What you tell us is enough" },
    SUBSTANTIAL: { zh: "需经登记信息核验", en: "Checked against a register" },
    HIGH: { zh: "需当面、刷脸或芯片核验", en: "Checked in person, by face or by chip" },
  },
} satisfies Record<string, Record<string, Phrase>>;
