// Puts what the SQL layer takes of Drizzle into it, as one module: it then runs beside any version of Drizzle that an application
// has, and where none is installed. Types are still Drizzle's own: authors of providers have it installed.
import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { forNode, packageFoldersOf, writeLicences } from "../../../scripts/bundle.mjs"

const folder = fileURLToPath(new URL("..", import.meta.url))
const layer = join(folder, "dist/drizzle")

/** The classes of errors and the counter of identifiers. */
const sharedWithProviders = /^\.\.\/(?:errors|identifier)\//

const { metafile } = await build({
  ...forNode,
  absWorkingDir: folder,
  entryPoints: [join(layer, "index.js")],
  outfile: join(layer, "index.js"),
  allowOverwrite: true,
  metafile: true,
  // Nothing in it is CommonJS.
  banner: {},
  plugins: [
    {
      name: "the rest of core stays outside",
      setup({ onResolve }) {
        onResolve({ filter: /^\.\.\// }, ({ path, importer }) => {
          if (!importer.startsWith(layer)) return undefined
          // By the entry's name, so that a provider's bundle can leave out what must exist once in a process.
          if (sharedWithProviders.test(path)) return { path: "@opencode/session-core/provider", external: true }
          return { path, external: true }
        })
      },
    },
  ],
})
// Only the bundle imports them.
for (const file of readdirSync(layer)) {
  if (file.endsWith(".js") && file !== "index.js") rmSync(join(layer, file))
}
writeLicences(packageFoldersOf(metafile, folder), join(folder, "dist/THIRD-PARTY-LICENSES.txt"))
