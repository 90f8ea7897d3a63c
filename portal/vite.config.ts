import { defineConfig } from "vitest/config";

/** Four pages and the service worker, whose name never changes; what pages share is loaded once. Nothing is inlined: the
 * city's content security policy forbids it. */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    assetsDir: "portal",
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        hall: "hall.html",
        desk: "desk.html",
        board: "board.html",
        partners: "partners.html",
        worker: "offline/worker.ts",
      },
      // What several pages use is one file: on a slow line each further request costs more than the bytes it saves.
      output: {
        codeSplitting: {
          groups: [
            { name: "charts", test: /node_modules\/(echarts|zrender)\// },
            {
              name: "shared",
              test: /\/(preact|@preact)\/|\/portal\/(api|route|offline)\/|parts\/(?!ErrorSummary)|form\/json|words\/(say|shared|time|number)\.ts/,
              minShareCount: 2,
              priority: 1,
            },
            { name: "forms", test: /\/portal\/form\/(?!draft|field\/Place)/, minShareCount: 2 },
          ],
        },
        entryFileNames: ({ name }) => (name === "worker" ? "worker.js" : "portal/[name]-[hash].js"),
      },
    },
  },
  test: { include: ["**/*.test.ts"], exclude: ["node_modules/**", "tests/**"] },
});
