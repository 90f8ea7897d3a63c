/** Whom one can be in development: the city's auditor sees everything, the others what is theirs. */
export const people = [
  {
    subject: "staff-jin-cheng",
    zh: "金澄（全市审计）",
    en: "Jin Cheng (auditor of the city)",
    roles: ["auditor"],
    department: null,
  },
  {
    subject: "staff-wen-du",
    zh: "闻度（市政府督查）",
    en: "Wen Du (supervisor, municipal government)",
    roles: ["supervisor"],
    department: "gov",
  },
  {
    subject: "staff-su-he",
    zh: "苏禾（市卫生健康委员会负责人）",
    en: "Su He (head of the Health Commission)",
    roles: ["leader"],
    department: "hea",
  },
];
