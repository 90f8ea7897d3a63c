import type { Page } from "@playwright/test";
import { expect, test } from "./city.ts";
import { opens, SCREENS } from "./screens.ts";

/** The controls that the keyboard should reach, in reading order; of circles of one question, one. */
function controls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const groups = new Set<string>();
    const all = [
      ...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [tabindex='0']"),
    ];
    const reached = all.filter((element) => {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(":disabled")) return false;
      if (!(element instanceof HTMLInputElement) || element.type !== "radio") return true;
      const isFirst = !groups.has(element.name);
      groups.add(element.name);
      return isFirst;
    });
    Object.assign(window, { reached });
    return reached.map(
      (element, index) => `${index} ${element.tagName} ${(element.textContent || element.id).slice(0, 30)}`,
    );
  });
}

/** Where the focus is, and what is wrong with how it is shown. */
function focused(page: Page): Promise<{ place: number; faults: string[] }> {
  return page.evaluate(() => {
    const known: unknown = Reflect.get(window, "reached");
    const element = document.activeElement;
    if (!Array.isArray(known) || !element) return { place: -1, faults: ["nothing has the focus"] };
    const style = getComputedStyle(element);
    // An area of a map is not as its box: it is looked for where its name stands.
    const box = (element.querySelector("text") ?? element).getBoundingClientRect();
    const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 20)];
    const above = document.elementFromPoint(x, y);
    const faults = [
      box.right <= 0 || box.left >= innerWidth || box.bottom <= 0 || box.top >= innerHeight ? "outside the window" : "",
      above && !element.contains(above) && !above.contains(element)
        ? `hidden by ${above.tagName}.${above.className}`
        : "",
      style.outlineStyle === "none" || Number.parseFloat(style.outlineWidth) < 3 ? "no outline" : "",
    ];
    return { place: known.indexOf(element), faults: faults.filter((fault) => fault !== "") };
  });
}

for (const part of ["hall", "desk", "board"]) {
  test(`${part}: a walk by the tab key reaches every control once, in reading order and in view`, async ({
    page,
    city,
  }) => {
    // What has the focus is scrolled to at once, so that it can be looked for at once.
    await page.emulateMedia({ reducedMotion: "reduce" });
    for (const screen of SCREENS.filter(({ name }) => name.startsWith(part))) {
      await opens(page, city, screen);
      // A walk begins at the top of the page, wherever the screen has put the focus.
      await page.evaluate(() => {
        const top = document.createElement("i");
        top.tabIndex = -1;
        document.body.prepend(top);
        top.focus();
        top.remove();
      });
      const wanted = await controls(page);
      const walked: string[] = [];
      const faults: string[] = [];
      for (const [index] of wanted.entries()) {
        await page.keyboard.press("Tab");
        // A table that scrolls is reached by the tab key too, and is no control.
        if (await isScrolling(page)) await page.keyboard.press("Tab");
        const { place, faults: found } = await focused(page);
        walked.push(wanted[place] ?? `${index}: somewhere else`);
        faults.push(...found.map((fault) => `${wanted[place]}: ${fault}`));
      }
      expect.soft(walked, screen.name).toEqual(wanted);
      expect.soft(faults, screen.name).toEqual([]);
    }
  });
}

function isScrolling(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const here = document.activeElement;
    return here instanceof HTMLDivElement && here.scrollWidth > here.clientWidth;
  });
}
