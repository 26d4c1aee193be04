import { relative } from "node:path"
import { expect, it } from "vitest"
import { root } from "../../scripts/packs.mjs"
import { documentedNames } from "../contract/documented-names.ts"
import { entries, findEntry } from "./entries.ts"
import { exportedNames } from "./exported-names.ts"

it.each(entries())("an editor says what each name of $specifier is, and each of its members", ({ source }) => {
  const silent = exportedNames(source, findEntry).flatMap(({ file, declared }) => {
    const found = documentedNames(file).find(({ name }) => name === declared)
    if (found === undefined) return [`${relative(root, file)} does not declare ${declared}`]
    const members = found.members.map((member) => ({ ...member, name: `${declared}.${member.name}` }))
    return [found, ...members].filter(({ paragraphs }) => paragraphs.length === 0).map(({ name }) => name)
  })
  expect(silent).toEqual([])
})
