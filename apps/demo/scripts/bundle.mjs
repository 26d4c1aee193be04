// Puts the server and what it needs into a few files: read one by one, its modules cost most of what a start does.
import { fileURLToPath } from "node:url"
import { bundle, providersBySource } from "../../../scripts/bundle.mjs"

await bundle({
  folder: fileURLToPath(new URL("..", import.meta.url)),
  entryPoints: ["src/main.ts"],
  output: "dist",
  alias: providersBySource,
})
