// Puts the server and what it needs into a few files: read one by one, its modules cost most of what a start does. Only the driver
// stays outside, since it has a binary.
import { rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const folder = fileURLToPath(new URL("..", import.meta.url))
const output = join(folder, "dist", "server")
rmSync(output, { recursive: true, force: true })

await build({
  absWorkingDir: folder,
  entryPoints: ["src/main.ts"],
  outdir: output,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22",
  external: ["better-sqlite3"],
  // jsonc-parser is UMD otherwise, which a bundle cannot follow.
  mainFields: ["module", "main"],
  logLevel: "warning",
  // Some of the libraries are CommonJS and require Node's own modules.
  banner: {
    js: 'import { createRequire as createBundleRequire } from "node:module";\nvar require = createBundleRequire(import.meta.url);',
  },
})
