import { expect, test } from "vitest"
import { harmful, hostileText } from "../../test/command-line.ts"
import { safeJson } from "./safe-json.ts"

test("JSON says the same as before, and holds nothing that a terminal would obey", () => {
  const value = { [hostileText]: [hostileText, "\ud800", "\u009b2J", "\u007f", "\ufeff"], plain: "Grüße 你好 👩‍👩‍👧‍👦" }
  const json = safeJson(value)
  expect(json).not.toMatch(harmful)
  expect(json).not.toContain("\n")
  expect(json.isWellFormed()).toBe(true)
  expect(JSON.parse(json)).toEqual(value)
})
