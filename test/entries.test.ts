import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { exportedNames } from "./exported-names.ts"

const packages = fileURLToPath(new URL("../packages", import.meta.url))

interface Manifest {
  name: string
  private?: boolean
  exports?: Record<string, string | { default: string }>
}

/** The source of each entry of a published package, by the name that it is imported by. */
function entriesOf(folder: string): [specifier: string, source: string][] {
  const manifest: Manifest = JSON.parse(readFileSync(join(packages, folder, "package.json"), "utf8"))
  if (manifest.private === true) return []
  return Object.entries(manifest.exports ?? {}).flatMap(([path, target]): [string, string][] => {
    if (typeof target === "string") return []
    const source = target.default.replace(/^\.\/dist\/(.*)\.js$/, "src/$1.ts")
    return [[`${manifest.name}${path.slice(1)}`, join(packages, folder, source)]]
  })
}

/** Once published, a name stays. After a change that is meant: `vitest run test/entries -u`, and look at the difference. */
it("nothing becomes public, or ceases to be, without somebody having looked at it", async () => {
  const sections = readdirSync(packages)
    .flatMap(entriesOf)
    .map(([specifier, source]) => {
      const names = exportedNames(source)
      return `${specifier}: ${names.length}\n${names.map((name) => `  ${name}\n`).join("")}`
    })
  await expect(sections.join("\n")).toMatchFileSnapshot("public-names.txt")
})
