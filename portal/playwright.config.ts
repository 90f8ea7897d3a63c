import { defineConfig } from "@playwright/test";

/** The system's Chromium, which calls nobody. Every test has the real city behind it: see `tests/city.ts`. */
const CHROMIUM = {
  executablePath: process.env.CITYHALL_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const DESKTOP = { viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: "tests",
  workers: 2,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: { launchOptions: CHROMIUM, locale: "zh-CN", timezoneId: "Asia/Shanghai" },
  // Every test runs in two ways of looking; what is marked `@four` in all four, `@once` in one.
  projects: [
    { name: "phone, zh-CN", use: { ...PHONE, locale: "zh-CN" }, grepInvert: /@once/ },
    { name: "desktop, en", use: { ...DESKTOP, locale: "en-GB" }, grepInvert: /@once/ },
    { name: "phone, en", use: { ...PHONE, locale: "en-GB" }, grep: /@four/ },
    { name: "desktop, zh-CN", use: { ...DESKTOP, locale: "zh-CN" }, grep: /@four|@once/ },
  ],
});
