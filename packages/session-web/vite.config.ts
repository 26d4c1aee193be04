import { defineConfig } from "vite"

/** The page: a few hashed files that the server serves as they are, under a policy that allows nothing inline. */
export default defineConfig({
  root: "page",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../dist/page",
    // The page is published with the libraries in it.
    license: { fileName: "THIRD-PARTY-LICENSES.md" },
    emptyOutDir: true,
    // Inlined assets would be `data:` URLs, which the policy has only for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
