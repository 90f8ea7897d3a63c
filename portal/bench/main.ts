/** Measures the portal in a browser for `cargo xtask bench portal`, which starts the city. One figure a line, as JSON. */

import { type Asked, start } from "./browser.ts";
import { timed } from "./speed.ts";
import { weigh } from "./weight.ts";

const asked = JSON.parse(process.argv[2] ?? "") as Asked;
const browser = await start();
try {
  for (const part of [weigh, timed]) {
    for (const figure of await part(browser, asked)) console.log(JSON.stringify(figure));
  }
} finally {
  await browser.close();
}
