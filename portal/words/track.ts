/** What is said to somebody who follows a case by its receipt. */

import type { Phrase } from "./say.ts";

export const track = {
  title: { zh: "凭回执查进度", en: "Track by receipt" },
  short: { zh: "查进度", en: "Track" },
  hint: {
    zh: "不用登录。编号和查询码都在提交回执上。",
    en: "You need no account. Number and code stand on the receipt.",
  },
  number: { zh: "办件编号", en: "Case number" },
  numberHint: { zh: "例如 QS-2026-7K3M-9QXA-4DZ2-C", en: "For example QS-2026-7K3M-9QXA-4DZ2-C" },
  code: { zh: "查询码", en: "Receipt code" },
  codeHint: { zh: "例如 7K3M-9QXA", en: "For example 7K3M-9QXA" },
  keepCode: {
    zh: "凭编号和查询码，不登录也能查进度。请勿告诉他人。",
    en: "Number and code show how far it is without an account. Keep the code to yourself.",
  },
  look: { zh: "查询", en: "Look it up" },
  changed: { zh: "最近变化", en: "Last change" },
  again: { zh: "重新查询", en: "Look again" },
  mustBe: { zh: "这一项必须填写。", en: "This must be filled in." },
  notFound: {
    zh: "编号和查询码不符。请对照回执重新填写。",
    en: "Number and code do not belong together. Compare them with your receipt.",
  },
  more: {
    zh: "这里不显示姓名和填写的内容。登录后可以查看全部内容并办理。",
    en: "Names and answers are not shown here. Sign in to see everything and to act.",
  },
} satisfies Record<string, Phrase>;
