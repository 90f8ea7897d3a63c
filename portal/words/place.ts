/** What is said where a place is marked on the map. */

import type { Phrase, Telling } from "./say.ts";

export const place = {
  hint: {
    zh: "在地图上点一下，或者用下面的任何一种方法。",
    en: "Press on the map, or use any of the ways below it.",
  },
  district: { zh: "选择区，标在区的中间", en: "Choose a district; its middle is marked" },
  choose: { zh: "请选择", en: "Choose" },
  longitude: { zh: "经度（度）", en: "Longitude in degrees" },
  latitude: { zh: "纬度（度，南纬为负）", en: "Latitude in degrees; south is negative" },
  here: { zh: "使用我的位置", en: "Use my position" },
  locating: { zh: "正在定位", en: "Finding your position" },
  noPosition: {
    zh: "没有取得您的位置。请改用其他方法。",
    en: "Your position was not found. Use another way.",
  },
  outside: {
    zh: "这个位置不在本市范围内，请检查。",
    en: "This place is outside the city. Check it.",
  },
  outsideCity: { zh: "不在本市范围内", en: "Outside the city" },
  closer: { zh: "放大", en: "Closer" },
  farther: { zh: "缩小", en: "Farther" },
  clear: { zh: "去掉标记", en: "Remove the mark" },
} satisfies Record<string, Phrase>;

export const inside: Telling<[district: string]> = {
  zh: (district) => `已标在${district}。`,
  en: (district) => `Marked in ${district}.`,
};
