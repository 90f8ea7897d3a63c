/** How large what one presses is. */

import type { Page } from "@playwright/test";

/**
 * Controls that are smaller than `least` pixels in either direction. A box or a circle is pressed by its label too.
 * Links within a sentence are as high as its lines: they are left out, as WCAG 2.5.8 does.
 */
export function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const isInSentence = (element: Element) =>
      element.tagName === "A" &&
      getComputedStyle(element).display === "inline" &&
      [...(element.parentElement?.childNodes ?? [])].some((node) => node.nodeType === 3 && node.textContent?.trim());
    const boxOf = (element: Element) => {
      const own = element.getBoundingClientRect();
      const labels =
        element instanceof HTMLInputElement && /^(radio|checkbox)$/.test(element.type) ? element.labels : null;
      const all = [own, ...[...(labels ?? [])].map((label) => label.getBoundingClientRect())];
      const [left, top] = [Math.min(...all.map((box) => box.left)), Math.min(...all.map((box) => box.top))];
      const [right, bottom] = [Math.max(...all.map((box) => box.right)), Math.max(...all.map((box) => box.bottom))];
      return { width: right - left, height: bottom - top };
    };
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
      .filter((element) => element.checkVisibility() && !element.classList.contains("skip") && !isInSentence(element))
      .map((element) => ({ element, ...boxOf(element) }))
      .filter(({ width, height }) => width < least - 0.5 || height < least - 0.5)
      .map(({ element, width, height }) => {
        const name = element.getAttribute("aria-label") ?? element.textContent ?? element.id;
        return `${element.tagName} ${name.slice(0, 20)}: ${Math.round(width)} × ${Math.round(height)}`;
      });
  }, least);
}
