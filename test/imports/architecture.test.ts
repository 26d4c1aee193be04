import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { root } from "../../scripts/packs.mjs"
import { order } from "./layers/session-core.ts"

const architecture = readFileSync(join(root, "docs", "architecture.md"), "utf8")
const section = /^### The folders of core$.*?(?=^## )/ms.exec(architecture)?.[0] ?? ""

it("somebody who reads about core's folders sees the order that is checked", () => {
  const drawn = [...(/```text\n(.*?)```/s.exec(section)?.[1] ?? "").matchAll(/^(.+?) {3,}/gm)]
  const [entries, ...folders] = drawn.map(([, names = ""]) => names.split("  "))
  expect(entries?.every((name) => existsSync(join(root, order.folder, name)))).toBe(true)
  expect(folders).toEqual(order.lines.slice(1))
})

it("somebody who looks for a subject of core finds the file that is named", () => {
  const files = [...section.matchAll(/`([a-z-]+\/[a-z-]+\.ts)`/g)].map(([, file = ""]) => file)
  expect(files.length).toBeGreaterThan(30)
  expect(files.filter((file) => !existsSync(join(root, order.folder, file)))).toEqual([])
})
