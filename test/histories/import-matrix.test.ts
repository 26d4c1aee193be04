import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { root } from "../../scripts/packs.mjs"
import { importMatrix } from "./import-matrix.ts"
import { matrixTable } from "./matrix-table.ts"

const document = join(root, "docs", "importing.md")
const [begin, end] = ["<!-- made by `npm run matrix` -->\n", "<!-- end of the matrix -->\n"] as const

test("no session, message, part, to-do or text of any generation is lost in any state of its files, and none comes twice", async () => {
  const lines = await importMatrix()
  const table = matrixTable(lines)
  console.log(table)
  const cells = lines.flatMap(({ generation, cells: found }) =>
    found.map((cell) => ({ cell: `${generation.name}, ${cell.state}`, ...cell })),
  )
  const none = { differences: { sessions: 0, messages: 0, parts: 0, todos: 0 }, lost: [], writtenAgain: 0 }
  expect(cells).toEqual(cells.map(({ cell, state }) => ({ cell, state, ...none })))
  // The document shows what was found: `vitest run test/histories -u` writes it.
  const text = readFileSync(document, "utf8")
  const [before, after] = [text.split(begin)[0], text.split(end)[1]]
  await expect(`${before}${begin}\n${table}\n\n${end}${after}`).toMatchFileSnapshot(document)
})
