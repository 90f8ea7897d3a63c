import { isAccessible, test } from "./city.ts";
import { opens, SCREENS } from "./screens.ts";

for (const part of ["hall", "desk", "board"])
  test(`${part}: no screen violates WCAG 2.2 A or AA, nor what is good practice`, async ({ page, city }) => {
    for (const screen of SCREENS.filter(({ name }) => name.startsWith(part)))
      await test.step(screen.name, async () => {
        await opens(page, city, screen);
        await isAccessible(page);
      });
  });
