// Makes the JavaScript of a SQL provider's package, in whose folder it is run: with Drizzle, and what core has for SQL providers, in
// it. Nobody who installs the provider has to install Drizzle's five thousand files, or waits for them at each start. Its
// declarations are the compiler's.
import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { bundle, writeLicences } from "./bundle.mjs"

const folder = process.cwd()

/** What exists once in a process: the application and the provider must mean the same classes and the same counter. */
const sharedWithCore = /\/session-core\/(?:dist|src)\/(?:errors|identifier)\//

const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))

/** What the package exports, by its sources. */
const entries = Object.values(manifest.exports).flatMap((target) =>
  typeof target === "string" ? [] : [target.default.replace(/^\.\/dist\/(.*)\.js$/, "src/$1.ts")],
)

const packageFolders = await bundle({
  folder,
  entryPoints: entries,
  output: "dist",
  external: ["mysql2", "pg", "@opencode/session-sqlite-driver"],
  // Nothing in it is CommonJS, and an application's bundle may define the same names.
  banner: {},
  plugins: [
    {
      name: "core stays outside",
      setup({ onResolve }) {
        onResolve({ filter: /^@opencode\/session-core(?:\/provider)?$/ }, ({ path }) => ({ path, external: true }))
        onResolve({ filter: /^\./ }, ({ path, resolveDir }) =>
          sharedWithCore.test(resolve(resolveDir, path))
            ? { path: "@opencode/session-core/provider", external: true }
            : undefined,
        )
      },
    },
  ],
})
writeLicences(packageFolders, "dist/THIRD-PARTY-LICENSES.txt")
