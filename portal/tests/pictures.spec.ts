import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "./apart.ts";
import { expect } from "./city.ts";
import { CITY } from "./manifests.ts";
import { AUDITOR, becomes, DISPATCHER, leaves, reports, resident } from "./people.ts";
import { isReady } from "./screens.ts";

const FOLDER = resolve(import.meta.dirname, "../../docs/pictures/portal");
const SIZE_MAX = 150 * 1024;

// Pictures are made only when they are asked for: `CITYHALL_GENERATE=1 npx playwright test pictures`.
if (process.env.CITYHALL_GENERATE)
  test("pictures of the portal in a city that has lived for a month", { tag: "@four" }, async ({ page, city }) => {
    test.setTimeout(600_000);
    const month = ["simulate", "--at", city.address, "--city", CITY, "--cases", "150", "--days", "30"];
    execFileSync(city.binary, month, { stdio: "inherit" });
    const somebody = { ...resident("resident-chen-dachuan"), name: "陈大川" };
    const number = await reports(city, somebody);
    const views = [
      ["hall", null, "/"],
      ["guide", null, "/services/public-rental"],
      ["form", somebody, "/services/resident-parking/apply"],
      ["progress", somebody, `/cases/${number}`],
      ["worklist", DISPATCHER, "/desk?list=unassigned"],
      ["case", DISPATCHER, `/desk/cases/${number}`],
      ["board", AUDITOR, "/board"],
    ] as const;
    if (page.viewportSize()?.width !== 360) await page.setViewportSize({ width: 1120, height: 700 });
    mkdirSync(FOLDER, { recursive: true });
    const suffix = test.info().project.name.replace(", ", "-");
    for (const [name, who, path] of views) {
      await (who ? becomes(page, city, who) : leaves(page, city));
      await page.goto(path);
      await isReady(page);
      await page.waitForLoadState("load");
      const picture = await page.screenshot({ path: join(FOLDER, `${name}-${suffix}.png`), animations: "disabled" });
      expect(picture.byteLength, name).toBeLessThanOrEqual(SIZE_MAX);
    }
  });
