import { describe, expect, it } from "vitest"
import { type FolderOrder, violations } from "./folder-order.ts"
import { folderOrders, sourceFolders } from "./folder-orders.ts"
import { rings } from "./rings.ts"
import { isTest, type SourceFile, sourceFiles } from "./source-files.ts"

const orders = await folderOrders()

const shipped = (folder: string): SourceFile[] => sourceFiles(folder).filter((source) => !isTest(source))

describe("a package's folders import one way", () => {
  it.each(orders)("in $folder, as its order says", (order) => {
    expect(violations(order, shipped(order.folder))).toEqual([])
  })

  it("in each package that has folders there is an order", () => {
    const lost = sourceFolders().filter(
      (folder) =>
        !orders.some((order) => order.folder === folder) && sourceFiles(folder).some(({ path }) => path.includes("/")),
    )
    expect(lost).toEqual([])
  })

  it.each([...sourceFolders(), "scripts"])("and the files of %s import each other in no ring", (folder) => {
    const imports = new Map(shipped(folder).map((source) => [source.path, source.imports]))
    expect(rings(imports).map((ring) => ring.join(" → "))).toEqual([])
  })
})

describe("an order", () => {
  const order: FolderOrder = { folder: "src", lines: [["index.ts"], ["store", "stream"], ["model/part"], ["*"]] }
  const source = (path: string, ...imports: string[]): SourceFile => ({ path, imports })
  const inOrder = [
    source("index.ts", "store/store.ts"),
    source("store/store.ts", "store/scope.ts", "model/part/part.ts", "hash.ts"),
    source("stream/writer.ts", "../elsewhere.ts"),
    source("model/part/part.ts", "hash.ts"),
    source("hash.ts"),
  ]

  it("lets folders import what is below them", () => {
    expect(violations(order, inOrder)).toEqual([])
  })

  it.each([
    ["upwards", source("model/part/text.ts", "store/store.ts"), "model/part may import only *"],
    ["from its own line", source("store/log.ts", "stream/writer.ts"), "store may import only model/part, *"],
    ["from the bottom", source("numbers.ts", "index.ts"), "* may import nothing"],
  ])("fails where a file imports %s, and says what it may", (_, wrong, rule) => {
    expect(violations(order, [...inOrder, wrong])).toEqual([
      `src/${wrong.path} imports ${wrong.imports[0]}, and ${rule}`,
    ])
  })

  it("fails where a new folder is not named, and where a name has lost its folder", () => {
    const moved = inOrder.map((each) => (each.path === "stream/writer.ts" ? source("stream/message/writer.ts") : each))
    expect(violations(order, moved)).toEqual([
      "src/stream/message has no line in the order of its package",
      "stream is in the order of src, and there is no such source",
    ])
  })
})

describe("a ring", () => {
  it("is found, also where paths meet that are none", () => {
    const imports = { a: ["b", "c"], b: ["d"], c: ["d", "e"], d: [], e: ["f"], f: ["c"] }
    expect(rings(new Map(Object.entries(imports)))).toEqual([["c", "e", "f", "c"]])
  })
})
