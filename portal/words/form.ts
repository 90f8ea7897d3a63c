/** What every form says: hints, what is wrong with an answer, and the controls of its fields. */

import type { Phrase, Telling } from "./say.ts";

export const form = {
  optional: { zh: "（选填）", en: " (optional)" },
  choose: { zh: "请选择", en: "Choose" },
  year: { zh: "年", en: "Year" },
  month: { zh: "月", en: "Month" },
  day: { zh: "日", en: "Day" },
  dateHint: { zh: "例如：2026 年 3 月 27 日", en: "For example: 2026, 3, 27" },
  error: { zh: "错误：", en: "Error: " },
  summary: { zh: "有内容需要修改", en: "There is a problem" },
  add: { zh: "再添加一项", en: "Add another" },
  addFirst: { zh: "添加", en: "Add" },
  remove: { zh: "删除", en: "Remove" },
  added: { zh: "已添加", en: "Added" },
  removed: { zh: "已删除", en: "Removed" },
  tooLong: { zh: "填写的内容太长，请删减。", en: "The answers are too long; shorten them." },
  notAnswered: { zh: "未填写", en: "Not answered" },
} satisfies Record<string, Phrase>;

/** A hint for the numbers that everybody has, by the pattern of the field. */
export const numberHints: Readonly<Record<string, Phrase>> = {
  "^1[3-9][0-9]{9}$": { zh: "11 位数字", en: "11 digits" },
  "^[1-9][0-9]{16}[0-9X]$": { zh: "18 位，最后一位可能是 X", en: "18 characters; the last may be X" },
  "^[0-9A-HJ-NPQRTUWXY]{18}$": { zh: "18 位数字和字母", en: "18 digits and letters" },
};

export const errorCount: Telling<[count: number]> = {
  zh: (count) => `有 ${count} 处需要修改`,
  en: (count) => (count === 1 ? "There is a problem" : `There are ${count} problems`),
};

export const lengthHint: Telling<[most: number]> = {
  zh: (most) => `最多 ${most} 个字`,
  en: (most) => `At most ${most} characters`,
};

export const lengthLeft: Telling<[left: number]> = {
  zh: (left) => (left < 0 ? `超出 ${-left} 个字` : `还可以写 ${left} 个字`),
  en: (left) => (left < 0 ? `${-left} characters too many` : `${left} characters left`),
};

export const severalHint: Telling<[most: number]> = {
  zh: (most) => `最多选 ${most} 项`,
  en: (most) => `Choose up to ${most}`,
};

export const item: Telling<[place: number]> = {
  zh: (place) => `第 ${place} 项`,
  en: (place) => `No. ${place}`,
};

export const removeItem: Telling<[place: number]> = {
  zh: (place) => `删除第 ${place} 项`,
  en: (place) => `Remove no. ${place}`,
};

/** What is wrong with the answer to `title`; `limit` is the bound that it breaks. */
export const wrong = {
  fill: { zh: (title) => `请填写“${title}”`, en: (title) => `Fill in “${title}”` },
  choose: { zh: (title) => `请选择“${title}”`, en: (title) => `Choose an answer to “${title}”` },
  agree: { zh: (title) => `请确认“${title}”`, en: (title) => `Confirm “${title}”` },
  add: { zh: (title) => `请至少添加一项“${title}”`, en: (title) => `Add at least one to “${title}”` },
  minLength: {
    zh: (title, limit) => `“${title}”至少要 ${limit} 个字`,
    en: (title, limit) => `“${title}” needs at least ${limit} characters`,
  },
  maxLength: {
    zh: (title, limit) => `“${title}”最多 ${limit} 个字`,
    en: (title, limit) => `“${title}” may have at most ${limit} characters`,
  },
  minimum: {
    zh: (title, limit) => `“${title}”不能小于 ${limit}`,
    en: (title, limit) => `“${title}” must be ${limit} or more`,
  },
  maximum: {
    zh: (title, limit) => `“${title}”不能大于 ${limit}`,
    en: (title, limit) => `“${title}” must be ${limit} or less`,
  },
  whole: {
    zh: (title) => `“${title}”要填整数，例如 12`,
    en: (title) => `“${title}” must be a whole number, such as 12`,
  },
  date: {
    zh: (title) => `“${title}”要填真实的日期，年、月、日都要填`,
    en: (title) => `“${title}” must be a real day, with year, month and day`,
  },
  email: {
    zh: (title) => `“${title}”要填电子邮箱，例如 name@example.cn`,
    en: (title) => `“${title}” must be an email address, such as name@example.cn`,
  },
  pattern: {
    zh: (title) => `“${title}”的格式不正确，请核对`,
    en: (title) => `“${title}” is not written as it should be; check it`,
  },
  minItems: {
    zh: (title, limit) => `“${title}”至少要 ${limit} 项`,
    en: (title, limit) => `“${title}” needs at least ${limit}`,
  },
  maxItems: {
    zh: (title, limit) => `“${title}”最多 ${limit} 项`,
    en: (title, limit) => `“${title}” may have at most ${limit}`,
  },
  uniqueItems: { zh: (title) => `“${title}”有重复的项`, en: (title) => `“${title}” holds the same thing twice` },
  other: { zh: (title) => `请核对“${title}”`, en: (title) => `Check “${title}”` },
} satisfies Record<string, Telling<[title: string, limit: number]>>;
