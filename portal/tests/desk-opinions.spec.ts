import { test } from "./apart.ts";
import { does, rental } from "./cases.ts";
import { expect, isAccessible } from "./city.ts";
import { passes, resident, type Somebody, signedIn } from "./people.ts";

const housing = (subject: string, role: string): Somebody => ({
  subject,
  name: "Housing",
  roles: [role],
  department: "d02-housing",
});
const EXAMINER: Somebody = { subject: "staff-mei-ying", name: "Mei Ying", roles: ["examiner"], department: "civ" };
const REGISTER: Somebody = { subject: "staff-luo-zhen", name: "Luo Zhen", roles: ["examiner"], department: "hou" };

test("departments that were asked answer at their own desks; the case waits for them and goes on", async ({
  page,
  city,
}) => {
  const me = resident(`asked-of-six-${test.info().project.name.replaceAll(/\W+/g, "-")}`);
  const filed = await rental(city, me);
  await does(city, housing("staff-yin-shu", "window-clerk"), filed, "accept");
  const fields = { housingAsSaid: true, householdAsSaid: true };
  for (const visitor of ["staff-he-chuan", "staff-lan-xi"])
    await does(city, housing(visitor, "reviewer"), filed, "record-visit", { fields });
  await does(city, housing("staff-lan-xi", "reviewer"), filed, "announce");
  await passes(city, { forward: "PT264H" });
  const opens = async (who: Somebody) => {
    await signedIn(page, city, who);
    await page.goto(`/desk/cases/${filed.number}`);
    await expect(page.getByRole("heading", { level: 1, name: filed.number })).toBeVisible();
  };
  const presses = async (zh: string, en: string, why?: string) => {
    await page.getByRole("button", { name: new RegExp(`^(${zh}|${en})$`) }).click();
    if (why) await page.getByRole("textbox", { name: /^(理由|Reason)$/ }).fill(why);
    await page.getByRole("button", { name: new RegExp(`^(确认：${zh}|Confirm: ${en})`) }).click();
    await expect(page.getByRole("status").filter({ hasText: /^(已办理|Done)/ })).toBeVisible();
  };
  const opinions = page.getByRole("region", { name: /^(征求意见|Opinions)$/ }).getByRole("listitem");
  const waiting = opinions.filter({ hasText: / 未答复|No answer yet/ });
  await opens(housing("staff-lan-xi", "reviewer"));
  await presses("发起联合核查", "Ask the bodies");
  await presses("查询不动产登记", "Have real estate looked up");
  await expect(opinions).toHaveCount(6);
  await expect(waiting).toHaveCount(6);
  await isAccessible(page);
  await opens(EXAMINER);
  await presses("核查符合", "In order, as far as we know");
  await expect(waiting).toHaveCount(5);
  await expect(page.getByRole("button", { name: /^(核查符合|In order, as far as we know)$/ })).toHaveCount(0);
  await opens(REGISTER);
  await presses("核查不符合", "Not in order", "名下有一套住房。");
  await expect(waiting).toHaveCount(4);
  // The others say nothing in time, and that is a yes here: the case goes on.
  await passes(city, { forward: "PT240H" });
  await opens(housing("staff-lan-xi", "reviewer"));
  await expect(waiting).toHaveCount(0);
  await expect(page.getByText(/^(区级复核|Reviewed by the district)$/).first()).toBeVisible();
  await isAccessible(page);
});
