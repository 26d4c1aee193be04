import { expect, test } from "vitest"
import { highlight } from "./highlight.ts"
import { slicesOf } from "./highlight-slices.ts"
import { TimeLimit } from "./time-limit.ts"

const unescaped = (html: string | null): string =>
  (html ?? "")
    .replace(/<[^>]*>/g, "")
    .replace(
      /&(lt|gt|quot|#x27|amp);/g,
      (_, name: string) => ({ lt: "<", gt: ">", quot: '"', "#x27": "'", amp: "&" })[name] ?? "",
    )

const code = Array.from(
  { length: 500 },
  (_, index) => `export const value${index} = "<b>&amp;'${index}'"\n${index % 7 === 0 ? "\n" : ""}`,
).join("")

test("code is marked, whatever its length, and no character of it is lost or becomes HTML", () => {
  const html = highlight(code, "ts", new TimeLimit(60_000)) ?? ""
  expect(html).toContain("hljs-keyword")
  expect(html.slice(-2000)).toContain("hljs-keyword")
  expect(html).not.toContain("<b>")
  expect(unescaped(html)).toBe(code)
  expect(highlight(code, "no-such-language")).toBeNull()
  expect(highlight("", "ts")).toBe("")
})

test("what there is no time for stays plain text, with nothing lost", () => {
  let clock = 0
  // Each look at the clock is a slice.
  const html = highlight(code, "ts", new TimeLimit(3, () => clock++))
  expect(unescaped(html)).toBe(code)
  expect(html).toContain("hljs-keyword")
  expect(html?.slice(-2000)).not.toContain("hljs-")
  expect(html).not.toContain("<b>")
})

test("the highlighter is never given more than it can mark in a moment", () => {
  for (const text of [
    code,
    "$".repeat(100_000),
    "a\n".repeat(50_000),
    `${"x".repeat(5000)}\n`.repeat(20),
    "\n".repeat(10_000),
  ]) {
    const slices = [...slicesOf(text)]
    expect(slices.map((slice) => slice.text).join("")).toBe(text)
    for (const slice of slices) expect(slice.plain || slice.text.length <= 2000).toBe(true)
    expect(slices.length).toBeLessThan(text.length / 900 + 5)
  }
})

test("code that makes the highlighter go back and forth takes no longer for being longer", () => {
  const timed = (length: number) => {
    const start = performance.now()
    highlight("$".repeat(1999).concat("\n").repeat(length), "java")
    return performance.now() - start
  }
  timed(1)
  const one = timed(1)
  // The square of it would be forty thousand times as much.
  expect(timed(200)).toBeLessThan(40 * Math.max(one, 25))
})
