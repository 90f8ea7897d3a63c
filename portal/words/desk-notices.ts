/** What a case page says of what others were asked and of what was told in writing. */

import type { Phrase } from "./say.ts";

export const words = {
  opinions: {
    title: { zh: "征求意见", en: "Opinions" },
    waiting: { zh: "未答复", en: "No answer yet" },
    agrees: { zh: "同意", en: "Agrees" },
    disagrees: { zh: "不同意", en: "Does not agree" },
    deemed: { zh: "到期未答复，视为同意", en: "Silent until the limit: counts as yes" },
  },
  objections: {
    title: { zh: "公示异议", en: "Objections" },
    waiting: { zh: "待核查", en: "To be checked" },
    upheld: { zh: "异议成立", en: "Right" },
    dismissed: { zh: "异议不成立", en: "Not right" },
  },
  notices: {
    title: { zh: "文书与送达", en: "Notices and their service" },
    read: { zh: "下载文书", en: "Download" },
    unserved: { zh: "还没有登记送达。", en: "Its service is not recorded." },
    record: { zh: "登记送达", en: "Record the service" },
    how: { zh: "送达方式", en: "How it was served" },
    on: { zh: "送达日期（不填为今天）", en: "On which day (empty: today)" },
  },
} satisfies Record<string, Record<string, Phrase>>;
