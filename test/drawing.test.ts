import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { root } from "../scripts/packs.mjs"
import { mermaid, packagesDocument } from "./imports/drawing.ts"

it("docs/packages.md shows what the sources import now: `npm run draw` writes it", async () => {
  expect(readFileSync(join(root, "docs", "packages.md"), "utf8")).toBe(await packagesDocument())
})

it("leaves out the arrows that follow from others", () => {
  const imports = { "index.ts": ["store", "model"], store: ["*", "model"], "*": ["model"], model: [] }
  const drawing = mermaid(new Map(Object.entries(imports).map(([name, targets]) => [name, new Set(targets)])))
  expect(drawing.match(/.* --> .*/g)).toEqual(["  index_ts --> store", "  store --> others", "  others --> model"])
})
