// Runs after every installation. For each of a package's files that it loads, Node.js 24 reads and parses the package's whole
// package.json, and Drizzle's lists its 447 files one by one: 179 KB, four hundred times, in every process that a test starts.
// In this checkout's node_modules a pattern says the same in a tenth of the length. Whoever installs our packages has the original.
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./packs.mjs"

const store = join(root, "node_modules", ".pnpm")
for (const folder of readdirSync(store).filter((name) => name.startsWith("drizzle-orm@"))) {
  shorten(join(store, folder, "node_modules", "drizzle-orm", "package.json"))
}

function shorten(file) {
  const manifest = JSON.parse(readFileSync(file, "utf8"))
  const target = (path) => ({
    import: { types: `${path}.d.ts`, default: `${path}.js` },
    require: { types: `${path}.d.cts`, default: `${path}.cjs` },
    types: `${path}.d.ts`,
    default: `${path}.js`,
  })
  const all = Object.entries(manifest.exports)
  const others = all.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(target(name)))
  // A file that the pattern stands for already was shortened before.
  if (others.length === all.length) return
  manifest.exports = { ...Object.fromEntries(others), "./*": target("./*") }
  // The file may be a link into the store that all checkouts share: it is replaced, not written to.
  writeFileSync(`${file}.short`, JSON.stringify(manifest))
  renameSync(`${file}.short`, file)
}
