import { defineConfig } from "vitest/config";

/** Three pages; what they share is loaded once. Nothing is inlined: the city's content security policy forbids it. */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    assetsDir: "portal",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { hall: "hall.html", desk: "desk.html", board: "board.html" } },
  },
  test: { include: ["**/*.test.ts"], exclude: ["node_modules/**", "tests/**"] },
});
