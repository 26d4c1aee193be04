// Bundles src into dist, with Drizzle and core's SQL layer in it. Users of the provider then do not install Drizzle, a start reads
// three files instead of hundreds, and the statements stay those of the schema that the migrations were generated from.
import { copyFileSync, readFileSync, rmSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"))

rmSync("dist/chunks", { recursive: true, force: true })
await build({
  entryPoints: ["src/index.ts"],
  outdir: "dist",
  bundle: true,
  // The provider itself is loaded when a store is opened, not when its definition is read.
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node22",
  // Core's errors must be those of the application: of its entries only the SQL layer is a part of the bundle. The driver is
  // installed beside it.
  external: [
    "@opencode/session-core/provider",
    "@opencode/session-core/server",
    ...Object.keys(dependencies).filter((name) => name !== "@opencode/session-core"),
  ],
})

// Drizzle's licence goes with its code. Core has it, since it has that code, too.
const core = import.meta.resolve("@opencode/session-core/package.json")
copyFileSync(fileURLToPath(new URL("dist/THIRD-PARTY-LICENSES.txt", core)), "dist/THIRD-PARTY-LICENSES.txt")
