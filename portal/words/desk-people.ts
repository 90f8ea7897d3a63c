/** Who can be chosen to sign in at the desk. */

/** Officers of the sample city; only development mode lets somebody choose. */
export const people = [
  {
    subject: "staff-mu-qing",
    zh: "穆清（卫健委窗口）",
    en: "Mu Qing (health, counter)",
    roles: ["window-clerk"],
    department: "hea",
  },
  {
    subject: "staff-qin-shuang",
    zh: "秦霜（卫健委审查）",
    en: "Qin Shuang (health, reviewer)",
    roles: ["reviewer", "inspector"],
    department: "hea",
  },
  {
    subject: "staff-pei-an",
    zh: "裴安（卫健委审查）",
    en: "Pei An (health, reviewer)",
    roles: ["reviewer", "inspector"],
    department: "hea",
  },
  {
    subject: "staff-lu-bai",
    zh: "陆白（卫健委审批）",
    en: "Lu Bai (health, approver)",
    roles: ["approver"],
    department: "hea",
  },
  {
    subject: "staff-su-he",
    zh: "苏禾（卫健委负责人）",
    en: "Su He (health, leader)",
    roles: ["leader"],
    department: "hea",
  },
  {
    subject: "staff-an-yi",
    zh: "安亦（审批局窗口）",
    en: "An Yi (services, counter)",
    roles: ["window-clerk"],
    department: "gsa",
  },
  {
    subject: "staff-bian-yuan",
    zh: "卞元（市场监管核查）",
    en: "Bian Yuan (market, inspector)",
    roles: ["inspector"],
    department: "amr",
  },
  {
    subject: "staff-pei-dan",
    zh: "裴丹（热线派单）",
    en: "Pei Dan (hotline, dispatcher)",
    roles: ["dispatcher"],
    department: "hot",
  },
  {
    subject: "staff-qu-yuan",
    zh: "渠远（水务局承办）",
    en: "Qu Yuan (water, handler)",
    roles: ["handler"],
    department: "wat",
  },
  {
    subject: "staff-fu-min",
    zh: "傅敏（停车中心窗口）",
    en: "Fu Min (parking, counter)",
    roles: ["window-clerk"],
    department: "d02-parking",
  },
  {
    subject: "staff-jiang-tao",
    zh: "蒋涛（城管派单）",
    en: "Jiang Tao (streets, dispatcher)",
    roles: ["dispatcher"],
    department: "d03-urban",
  },
  {
    subject: "staff-ding-shan",
    zh: "丁杉（城管承办）",
    en: "Ding Shan (streets, handler)",
    roles: ["handler"],
    department: "d03-urban",
  },
] as const;
