// Makes one file of the plugin and all that it needs: OpenCode installs it without anything else, and starts the same file as a thread.
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { bundle, providersBySource, writeLicences } from "../../../scripts/bundle.mjs"

const folder = fileURLToPath(new URL("..", import.meta.url))

const packageFolders = await bundle({
  folder,
  entryPoints: ["src/index.ts"],
  output: "dist",
  alias: providersBySource,
  splitting: false,
  // Where Bun runs it, Bun has it.
  external: ["bun:*"],
  minifyWhitespace: true,
  minifySyntax: true,
})

writeLicences(packageFolders, join(folder, "dist", "THIRD-PARTY-LICENSES.txt"))
