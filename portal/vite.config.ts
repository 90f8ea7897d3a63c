import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The hall's page once more for the addresses at which somebody applies: it names the code of forms too, which so comes
 * together with the hall's instead of after it. */
const applyPage: Plugin = {
  name: "apply-page",
  generateBundle: {
    order: "post",
    handler(_options, bundle) {
      const page = bundle["hall.html"];
      const code = Object.values(bundle).find((one) => one.type === "chunk" && one.facadeModuleId?.endsWith(APPLYING));
      if (page?.type !== "asset" || code?.type !== "chunk") throw new Error(`the hall loads no ${APPLYING}`);
      const text = String(page.source);
      const missing = [code.fileName, ...code.imports].filter((file) => !text.includes(file));
      const links = missing.map((file) => `  <link rel="modulepreload" crossorigin href="/${file}">\n  `).join("");
      this.emitFile({ type: "asset", fileName: "apply.html", source: text.replace("</head>", `${links}</head>`) });
    },
  },
};

const APPLYING = "/hall/apply/applying.ts";

/** Four pages and the service worker, whose name never changes; what pages share is loaded once. Nothing is inlined: the
 * city's content security policy forbids it. */
export default defineConfig({
  plugins: [applyPage],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    // `finish.mjs` makes `dist/` of it.
    outDir: "node_modules/.built",
    emptyOutDir: true,
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
              test: /\/(preact|@preact)\/|\/portal\/(api|route|offline)\/|parts\/(?!ErrorSummary|districts)|form\/json|words\/(say|shared|time|number)\.ts/,
              minShareCount: 2,
              priority: 1,
            },
            { name: "forms", test: /\/portal\/form\/(?!draft|field\/Place)|parts\/ErrorSummary/, minShareCount: 2 },
            // The field and what shows its answer: one of them is seldom needed without the other.
            { name: "place", test: /form\/field\/Place|parts\/districts|words\/place/ },
          ],
        },
        entryFileNames: ({ name }) => (name === "worker" ? "worker.js" : "portal/[name]-[hash].js"),
      },
    },
  },
  test: { include: ["**/*.test.ts"], exclude: ["node_modules/**", "tests/**"] },
});
