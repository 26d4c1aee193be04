import { expect, test } from "vitest"
import { indentedJson } from "./indented-json.ts"

const long = "x\n".repeat(40_000)

test.each([
  ["a text", "a\nb"],
  ["nothing long", { a: [1, { b: "\n" }, [], {}], dropped: undefined, c: null }],
  ["a long text", long],
  ["a long text among others", { a: { url: long, dropped: undefined, list: ["\n", long, [], {}, [long]] }, b: true }],
])("is what JSON.stringify writes, moved to its depth: %s", (_, value) => {
  const json = JSON.stringify(value, null, 2).replaceAll("\n", "\n    ")
  // Options that are undefined are dropped, as JSON does; the type has none.
  expect([...indentedJson(value as never, 4)].join("") === json).toBe(true)
})

test("a long text is a piece of its own", () => {
  expect([...indentedJson({ a: { url: long } }, 0)]).toContain(JSON.stringify(long))
})
