// Puts the command and what it needs into a few files: starting it then reads five files instead of five hundred.
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { bundle, providersBySource, writeLicences } from "../../../scripts/bundle.mjs"

const folder = fileURLToPath(new URL("..", import.meta.url))

const packageFolders = await bundle({
  folder,
  entryPoints: ["src/bin.ts"],
  output: "dist",
  alias: providersBySource,
  // Less to read at every start; names stay, so that a stack trace can be read too.
  minifyWhitespace: true,
  minifySyntax: true,
})

// The program exports nothing; who looks for its types shall find that.
writeFileSync(join(folder, "dist", "bin.d.ts"), "export {}\n")
writeLicences(packageFolders, join(folder, "dist", "THIRD-PARTY-LICENSES.txt"))
