import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../../scripts/packs.mjs"

interface Manifest {
  name: string
  private?: boolean
  exports?: Record<string, string | { default: string }>
}

/** Where a published package can be imported from. */
export interface Entry {
  /** `@opencode/session-core/provider`. */
  specifier: string
  /** The file of its source. */
  source: string
}

/** All entries of all packages that are published. */
export function entries(): Entry[] {
  return readdirSync(join(root, "packages")).flatMap((name) => entriesOf(join(root, "packages", name)))
}

/** The source of what a package of ours is imported by. */
export function findEntry(specifier: string): string {
  const entry = entries().find((each) => each.specifier === specifier)
  if (entry === undefined) throw new Error(`${specifier} is no entry of a package that is published.`)
  return entry.source
}

function entriesOf(folder: string): Entry[] {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  if (manifest.private === true) return []
  return Object.entries(manifest.exports ?? {}).flatMap(([path, target]) => {
    if (typeof target === "string") return []
    const source = join(folder, target.default.replace(/^\.\/dist\/(.*)\.js$/, "src/$1.ts"))
    return [{ specifier: `${manifest.name}${path.slice(1)}`, source }]
  })
}
