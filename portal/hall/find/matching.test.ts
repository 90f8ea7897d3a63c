import { describe, expect, it } from "vitest";
import { lifeEvents } from "../../words/find.ts";
import { themes } from "../../words/hall.ts";
import { synonyms } from "../../words/synonyms.ts";
import { matching, mayBePinyin, type Service } from "./matching.ts";
import { learnPinyin, spelled } from "./pinyin.ts";

await learnPinyin();

const parking = service("pass", "居住停车认证", "Resident parking pass", "划定的道路停车区", "TRANSPORT");
const pothole = service("hole", "道路坑洞报修", "Pothole report", "井盖缺损，由城市管理局修复", "CITY_MANAGEMENT");
const rental = service("flat", "公共租赁住房资格确认", "Public rental housing", "或者领取租金补贴", "HOUSING");
const all = [parking, pothole, rental];

function service(name: string, zh: string, en: string, summary: string, theme: string): Service {
  const nothing = { zh: "", en: "" };
  return { name, title: { zh, en }, summary: { zh: summary, en: "" }, department: nothing, themes: [theme] };
}

function found(wanted: string, within: readonly string[] | null = null): string[] {
  return matching(all, wanted, within, spelled.value).map(({ name }) => name);
}

describe("what is found", () => {
  it.each([
    ["停车", "pass"],
    ["PARKING", "pass"],
    ["ｐａｒｋｉｎｇ", "pass"],
    ["tingche", "pass"],
    ["tc", "pass"],
    ["dlkd", "hole"],
    ["potholes", "hole"],
    ["公租房", "flat"],
    ["我想办停车证", "pass"],
    ["apartment", "flat"],
    ["居住 停车", "pass"],
  ])("%s leads to %s first", (wanted, name) => {
    expect(found(wanted)[0]).toBe(name);
  });

  it("is nothing where one word stands nowhere", () => {
    expect(found("停车 qqqq")).toEqual([]);
  });

  it("is everything where nothing is written, in the order of the city", () => {
    expect(found(" ")).toEqual(["pass", "hole", "flat"]);
  });

  it("has those with the word in their title first", () => {
    expect(found("道路")).toEqual(["hole", "pass"]);
  });

  it("stays within the themes", () => {
    expect(found("道路", ["TRANSPORT"])).toEqual(["pass"]);
    expect(found("", [])).toEqual([]);
  });
});

it("letters may be pinyin, other writing is not", () => {
  expect(["tingche", "停车 tc"].map(mayBePinyin)).toEqual([true, true]);
  expect(["停车", "", "12345"].map(mayBePinyin)).toEqual([false, false, false]);
});

describe("the lists in words", () => {
  it("every theme belongs to what happens in life, once", () => {
    const named = Object.values(lifeEvents).flatMap((event) => event.themes);
    expect(named.sort()).toEqual(Object.keys(themes).sort());
  });

  it("every group of synonyms has both languages, in small letters", () => {
    for (const group of synonyms) {
      const text = group.join(" ");
      expect(text).toMatch(/\p{Script=Han}.*[a-z]/u);
      expect(text).toBe(text.toLowerCase());
    }
  });
});
