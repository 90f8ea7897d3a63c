import { expect, it, vi } from "vitest";

vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
const { forgetLook, keepLook, looks, parseLooks } = await import("./saved.ts");

it("keeps one filter by each name, the last", () => {
  keepLook({ name: "红牌", path: "/desk?list=overdue" });
  keepLook({ name: "红牌", path: "/desk?list=all" });
  keepLook({ name: "mine", path: "/desk" });
  expect(looks.value).toEqual([
    { name: "红牌", path: "/desk?list=all" },
    { name: "mine", path: "/desk" },
  ]);
  forgetLook("红牌");
  expect(looks.value).toEqual([{ name: "mine", path: "/desk" }]);
});

it("reads only addresses of worklists from the device", () => {
  expect(parseLooks("no list")).toEqual([]);
  expect(parseLooks('{"name":"a"}')).toEqual([]);
  const held = [{ name: "a", path: "https://elsewhere.example/?list=all&x=1" }, { name: 1, path: "/desk" }, null];
  expect(parseLooks(JSON.stringify(held))).toEqual([{ name: "a", path: "/desk?list=all" }]);
});
