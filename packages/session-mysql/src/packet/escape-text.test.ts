import { escape as escapeValue } from "mysql2"
import { expect, test } from "vitest"
import { escapedBytes, escapeText } from "./escape-text.ts"

const allSpecial = "\0\b\t\n\r\x1a\"'\\"

test.each([
  ["a short text", `a${allSpecial}é`],
  ["nothing to escape", "x".repeat(200_000)],
  ["escaped characters throughout", `${allSpecial}é👩‍👩‍👧‍👦\ud800`.repeat(20_000)],
  ["a pair of surrogates across two pieces", `${"x".repeat(65_535)}👩‍👩‍👧‍👦${allSpecial}`],
])("a text is quoted as the driver does it: %s", (_, text) => {
  expect(escapeText(text) === escapeValue(text)).toBe(true)
  const bytes = Buffer.byteLength(escapeValue(text))
  expect(escapedBytes(text)).toBeGreaterThanOrEqual(bytes)
  expect(escapedBytes(text)).toBeLessThanOrEqual(bytes + 2 * Math.ceil(text.length / 65_536))
})
