import fc from "fast-check"
import MarkdownIt from "markdown-it"
import { expect, test } from "vitest"
import { fenced } from "./fenced.ts"
import { safeProse } from "./safe-prose.ts"

const reader = new MarkdownIt({ html: true })
const piece = fc.constantFrom(
  ..."`~<>!#-=[]()\\\n &:ab1. ",
  "```",
  "~~~",
  "<b>",
  "</b>",
  "<!--",
  "    ",
  "> ",
  "- ",
  "\n\n",
  "![",
  "](",
  "x",
  "\t",
)
const markdown = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""))

test("what follows a text is always a paragraph by itself, whatever the text is", () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const tokens = reader.parse(`${safeProse(text)}\n\nAFTER`, {})
      expect(tokens.at(-2)).toMatchObject({ type: "inline", level: 1, content: "AFTER" })
      const inline = tokens.flatMap(({ children }) => children ?? [])
      expect([...tokens, ...inline].filter(({ type }) => type.startsWith("html") || type === "image")).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test("a code block holds its text as it is", () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const [token, ...others] = reader.parse([...fenced(text, "ts")].join(""), {})
      expect(others).toEqual([])
      expect(token?.content).toBe(text.endsWith("\n") || text === "" ? text || "\n" : `${text}\n`)
    }),
  )
})

test.each([
  ["**bold** and `code`", "**bold** and `code`"],
  ["# Heading", "### Heading"],
  ["a <b>bold</b> word", "a \\<b>bold\\</b> word"],
  ["`<b>` <b>", "`<b>` \\<b>"],
  ["1 < 2 && 3 > 2", "1 < 2 && 3 > 2"],
  ["[site](https://example.com) [path](src/a.ts)", "[site](https://example.com) [path](src/a.ts)"],
  ["![shot](https://example.com/a.png)", "\\![shot](https://example.com/a.png)"],
  ["```html\n<b>\n```", "```html\n<b>\n```"],
  ["```\nopen", "````\n```\nopen\n````"],
  ["[x](javascript:alert)", "```\n[x](javascript:alert)\n```"],
])("%j is written as %j", (text, written) => expect(safeProse(text)).toBe(written))
