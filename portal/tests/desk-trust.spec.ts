import { test } from "./apart.ts";
import { does, files } from "./cases.ts";
import { expect, isAccessible } from "./city.ts";
import { passes, resident, type Somebody, signedIn } from "./people.ts";

const CLERK: Somebody = { subject: "staff-mu-qing", name: "Mu Qing", roles: ["window-clerk"], department: "hea" };
const APPROVER: Somebody = { subject: "staff-lu-bai", name: "Lu Bai", roles: ["approver"], department: "hea" };
const REVIEWER: Somebody = { subject: "staff-pei-an", name: "Pei An", roles: ["reviewer"], department: "hea" };

const KARAOKE = {
  creditCode: "91590105MQ0000347J",
  placeName: "月音歌厅",
  placeType: "Karaoke",
  areaM2: 420,
  address: "望舒区清辉街道月音巷6号",
  contactName: "何嘉欣",
  mobile: "15400000024",
  mode: "Ordinary",
};

test("who broke a promise is taken off the list by whoever decides such cases, with a reason", async ({
  page,
  city,
}) => {
  const me = resident(`promises-${test.info().project.name.replaceAll(/\W+/g, "-")}`);
  const documents = ["floor-plan", "test-report"];
  const filed = await files(city, me, "hygiene-licence", { answers: KARAOKE, documents, documentsFollow: true });
  await does(city, CLERK, filed, "accept");
  await passes(city, { forward: "PT360H" });
  const overview = page.getByRole("region", { name: /^(概况|Overview)$/ });
  const repair = overview.getByRole("button", { name: /^(信用修复|Repair trust)$/ });
  const reason = overview.getByRole("textbox", { name: /^(理由|Reason)$/ });
  const offer = overview.locator("summary").filter({ hasText: /^(信用修复|Repair trust)$/ });
  const opens = async (who: Somebody) => {
    await signedIn(page, city, who);
    await page.goto(`/desk/cases/${filed.number}`);
    await expect(overview.getByText(/失信名单|distrust list/)).toBeVisible();
  };
  await opens(REVIEWER);
  await expect(offer).toHaveCount(0);
  await opens(APPROVER);
  await offer.click();
  await reason.fill("材料已经补齐。");
  await isAccessible(page);
  await repair.click();
  await expect(overview.getByText(/^(信用修复|Repair trust)$/)).toHaveCount(0);
  await expect(page.getByText("材料已经补齐。")).toBeVisible();
  await isAccessible(page);
});
