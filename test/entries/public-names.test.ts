import { join } from "node:path"
import { expect, it } from "vitest"
import { root } from "../../scripts/packs.mjs"
import { entries, findEntry } from "./entries.ts"
import { exportedNames } from "./exported-names.ts"

/** Once published, a name stays. After a change that is meant: `vitest run test/entries -u`, and look at the difference. */
it("nothing becomes public, or ceases to be, without somebody having looked at it", async () => {
  const sections = entries().map(({ specifier, source }) => {
    const names = exportedNames(source, findEntry).map(({ name, isType }) => `  ${isType ? "type " : ""}${name}\n`)
    return `${specifier}: ${names.length}\n${names.join("")}`
  })
  await expect(sections.join("\n")).toMatchFileSnapshot(join(root, "test", "public-names.txt"))
})
