import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, isAccessible, test } from "./city.ts";
import { reports, resident, signedIn } from "./people.ts";

const SAMPLE = resolve(import.meta.dirname, "../../examples/qingshui");

test("everybody reads published letters with their answers, page by page, and nothing personal", async ({
  page,
  city,
}) => {
  test.setTimeout(120_000);
  await page.goto("/published");
  await isAccessible(page);
  const lived = ["simulate", "--at", city.address, "--city", SAMPLE, "--cases", "100", "--days", "20"];
  await promisify(execFile)(city.binary, lived);
  const somebody = resident(`reader-${test.info().project.name}`);
  const unpublished = await reports(city, somebody);
  await signedIn(page, city, somebody);
  await page.goto("/published");
  const rows = page.getByRole("heading", { level: 2 });
  await expect(rows).toHaveCount(10);
  await isAccessible(page);
  const first = await rows.first().getByRole("link").getAttribute("href");
  await page.getByRole("link", { name: /^(更早的内容|Older ones)$/ }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(rows.first().getByRole("link")).not.toHaveAttribute("href", first ?? "");
  await page.getByRole("combobox").selectOption("mayors-mailbox");
  await expect(page).toHaveURL(/\?service=mayors-mailbox$/);
  const letter = rows.first().getByRole("link");
  await expect(letter).toHaveText("放学时段公交间隔较长，能否增加班次？");
  await letter.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("放学时段公交间隔较长，能否增加班次？");
  await expect(page.getByRole("heading", { name: /^(答复|Answer)$/ })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(/1[3-9]\d{9}/);
  await isAccessible(page);
  await page.goto(`/published/${unpublished}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^(没有找到这个页面|This page was not found)$/);
  await isAccessible(page);
});
