import { expect, test } from "vitest"
import { harmful, hostileText } from "../../test/command-line.ts"
import { indentText, safeBody, safeLine, tabSeparated, text } from "./safe-text.ts"

test("every control character becomes visible, so that no text can drive the terminal", () => {
  for (let code = 0; code < 0x20; code += 1) expect(safeLine(String.fromCharCode(code)).value).toMatch(/^\\/)
  for (let code = 0x7f; code < 0xa0; code += 1) expect(safeLine(String.fromCharCode(code)).value).toMatch(/^\\u00/)
  expect(safeLine("\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007").value).toBe(
    "\\u001b]8;;https://evil.example\\u0007click\\u001b]8;;\\u0007",
  )
  expect(safeLine(hostileText).value).not.toMatch(harmful)
  expect(safeBody(hostileText).value).not.toMatch(harmful)
})

test("text that runs backwards, hides itself or breaks lines is seen for what it is", () => {
  expect(safeLine("gpj.\u202eexe").value).toBe("gpj.\\u202eexe")
  expect(safeLine("\u2066a\u2069\u2028b\ufeff").value).toBe("\\u2066a\\u2069\\u2028b\\ufeff")
})

test("half of a surrogate pair does not become a broken character, and whole pairs stay", () => {
  expect(safeLine("a\ud83db😀\ude00").value).toBe("a\\ud83db😀\\ude00")
})

test("emoji that are joined, accents and right-to-left scripts stay as they are", () => {
  const plain = "👩‍👩‍👧‍👦 Grüße e\u0301 你好 שלום می‌خواهم \u200f"
  expect(safeLine(plain).value).toBe(plain)
})

test("a body keeps its lines and tabs, a line does not break", () => {
  expect(safeBody("a\r\nb\tc\rd").value).toBe("a\nb\tc\\rd")
  expect(safeLine("a\r\nb\tc").value).toBe("a\\r\\nb\\tc")
})

test("what is put into a text is made safe, once", () => {
  const name = safeLine("\u001b")
  expect(text`<${"\u001b"}> <${name}> ${3}`.value).toBe("<\\u001b> <\\u001b> 3")
})

test("a cell cannot pretend to be two", () => {
  expect(tabSeparated(["a\tb", "c\nd", 1]).value).toBe("a\\tb\tc\\nd\t1")
})

test("each line of a body is indented, empty ones are not", () => {
  expect(indentText(safeBody("a\n\nb"), "  ").value).toBe("  a\n\n  b")
})
