import { expect, test } from "vitest"
import { DocumentScanner, InvalidDocument } from "./document-scanner.ts"

function scan(text: string, chunkBytes: number, largest = 1000) {
  const bytes = Buffer.from(text)
  const scanner = new DocumentScanner("messages", largest)
  const values = []
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    values.push(...scanner.push(bytes.subarray(at, at + chunkBytes)))
  }
  scanner.end()
  return { values, hasList: scanner.hasList }
}

function failureOf(text: string): unknown {
  try {
    return scan(text, 3)
  } catch (error) {
    return error
  }
}

const document = {
  version: 1.5e-3,
  info: { id: "s", title: 'A "title" with \\ and }, ü and 😀', nested: [[], {}, [{ a: "\\" }]] },
  done: true,
  none: null,
  messages: [{ info: { id: "m" }, parts: [{ text: '\\"]}' }] }, "a text", 17, null, [], { messages: [1] }],
  "a\nkey": "after",
}

test("a document comes apart into its members and the items of its list, wherever its bytes are cut", () => {
  for (const text of [JSON.stringify(document), JSON.stringify(document, null, 2)]) {
    for (let chunkBytes = 1; chunkBytes < text.length; chunkBytes += 1) {
      const { values } = scan(text, chunkBytes)
      const found = values.map(({ key, index, bytes }) => [key, index, JSON.parse(bytes.toString())])
      const { messages, "a\nkey": after, ...others } = document
      expect(found).toEqual([
        ...Object.entries(others).map(([key, value]) => [key, null, value]),
        ...messages.map((value, index) => ["messages", index, value]),
        ["a\nkey", null, after],
      ])
      for (const { start, bytes } of values) {
        expect(Buffer.from(text).subarray(start, start + bytes.length)).toEqual(bytes)
      }
    }
  }
})

test("an empty list is one, and a member of another kind is none", () => {
  expect(scan('{"messages": [ ]}', 1)).toEqual({ values: [], hasList: true })
  expect(scan('{"messages": {}}', 1)).toMatchObject({ values: [{ key: "messages", index: null }], hasList: false })
  expect(scan("{}", 1)).toEqual({ values: [], hasList: false })
})

test("what a shell appended is not part of the document, and another document is", () => {
  expect(scan('{"messages":[]}\nDone. {"a":', 4)).toEqual({ values: [], hasList: true })
  expect(failureOf('{"messages":[]}{')).toMatchObject({ at: 15 })
})

test.each([
  ["", Number.POSITIVE_INFINITY],
  ['{"a', Number.POSITIVE_INFINITY],
  ['{"messages":[1, {"a":"\\"}', Number.POSITIVE_INFINITY],
  ['{"messages":[1]', Number.POSITIVE_INFINITY],
  ["[]", 0],
  ["{a:1}", 1],
  ['{"a" 1}', 5],
  ['{"a":1 2}', 7],
  ['{"a":1,}', 7],
  ['{"messages":[1 2]}', 15],
  ['{"\\x":1}', 1],
])("%s is invalid at byte %d", (text, at) => {
  const error = failureOf(text)
  expect(error).toBeInstanceOf(InvalidDocument)
  expect(error).toMatchObject({ at })
})

test("a value that is too large is refused before it is in memory", () => {
  expect(() => scan(`{"messages":["${"x".repeat(100)}"]}`, 10, 50)).toThrow(RangeError)
})
