import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { SessionStorageError } from "../errors/index.ts"
import { parseConfiguration } from "./parse-configuration.ts"

const parse = (text: string) => parseConfiguration(Buffer.from(text), "/work/opencode.json")

test("comments, trailing commas and a byte order mark are allowed", () => {
  const text = `\ufeff// ours\n{ "sessionProvider": { "type": "mysql", /* theirs */ "mysql": { "port": 1, }, }, }`
  expect(parse(text)).toEqual({ sessionProvider: { type: "mysql", mysql: { port: 1 } } })
})

test.each(["", "  \n", "// nothing yet\n", "{}", "{ /* nothing */ }"])(
  "a file without content says nothing: %j",
  (text) => {
    expect(parse(text)).toEqual({})
  },
)

test("OpenCode's own keys are not looked at, whatever they are", () => {
  expect(parse('{"$schema": "x", "__proto__": {"data": {}}, "mcp": {"constructor": 1}, "data": {}}')).toEqual({
    data: {},
  })
})

test("of a key that stands there twice the last one counts", () => {
  expect(parse('{"data": {"directory": "a"}, "data": {"directory": "b", "directory": "c"}}')).toEqual({
    data: { directory: "c" },
  })
})

describe("a mistake in the file is found where it is", () => {
  test.each([
    ['{\n  "data": {\n    "directory" "x"\n  }\n}', "line 3, column 17: colon expected"],
    ['{"data": }', "line 1, column 10: value expected"],
    ['{"data": {}', "line 1, column 12: close brace expected"],
    ['{\r\n"a": 1\r\n"b": 2}', "line 3, column 1: comma expected"],
    ['{"é😀": tru}', "line 1, column 9: invalid symbol"],
    ["[]", "line 1, column 1: an object is expected, not array"],
    ["{} {}", "line 1, column 4: end of file expected"],
  ])("%j", (text, where) => {
    expect(() => parse(text)).toThrow(`/work/opencode.json is not valid JSON at ${where}.`)
  })

  test("in a file that is not UTF-8", () => {
    expect(() => parseConfiguration(Buffer.from([0xff, 0xfe, 0x7b, 0]), "/x")).toThrow("/x is not encoded in UTF-8.")
  })

  test("in a file that is nested without end", () => {
    expect(() => parse(`{"data": ${"[".repeat(500_000)}`)).toThrow("/work/opencode.json is nested too deeply.")
    for (const levels of [200, 3000, 100_000]) {
      const list = `${"[".repeat(levels)}${"]".repeat(levels)}`
      const object = `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`
      for (const value of [list, object]) {
        expect(() => parse(`{"sessionProvider": {"x": {"y": ${value}}}}`)).toThrow("is nested too deeply.")
      }
    }
    expect(() => parse(`{"sessionProvider": {"x": {"y": ${"[".repeat(20)}${"]".repeat(20)}}}}`)).not.toThrow()
  })
})

test("a damaged file never shows its secrets, and never fails with anything but our error", () => {
  const text = JSON.stringify({ sessionProvider: { mysql: { password: "hunter2", dsn: "me:hunter2@tcp(h)/d" } } })
  const damage = fc.tuple(fc.nat(text.length), fc.nat(5), fc.string({ maxLength: 4 }))
  fc.assert(
    fc.property(damage, ([at, length, junk]) => {
      try {
        parse(text.slice(0, at) + junk + text.slice(at + length))
      } catch (error) {
        expect(SessionStorageError.isInstance(error, "invalid_configuration")).toBe(true)
        expect(String(error)).not.toContain("hunter2")
      }
    }),
    { numRuns: 2000 },
  )
})
