import { expect, test } from "vitest"
import { harmful, hostileText } from "../../test/command-line.ts"
import { printedOn } from "../../test/fake-terminal.ts"
import type { Column } from "./column.ts"
import { text } from "./safe-text.ts"
import { printTable } from "./table.ts"

interface Row {
  id: string
  title: string
  count: number
}

const columns: Column<Row>[] = [
  { title: "ID", human: ({ id }) => text`${id}`, plain: ({ id }) => id },
  { title: "TITLE", human: ({ title }) => text`${title}`, plain: ({ title }) => title, flexible: true },
  { title: "COUNT", human: ({ count }) => text`${count}`, plain: ({ count }) => count, align: "right", dropOrder: 1 },
]

const tableOn = (width: number, rows: Row[]) => printedOn(width, (output) => printTable(output, columns, rows))

test("a person sees a table whose columns stand below each other", async () => {
  expect(
    await tableOn(80, [
      { id: "a", title: "One", count: 5 },
      { id: "bbb", title: "Another", count: 12 },
    ]),
  ).toBe("ID   TITLE    COUNT\na    One          5\nbbb  Another     12\n")
})

test("a long title is cut where the terminal ends, and loses neither its neighbours nor a line", async () => {
  const printed = await tableOn(40, [{ id: "a", title: "long ".repeat(20), count: 5 }])
  const lines = printed.trimEnd().split("\n")
  expect(lines).toHaveLength(2)
  expect(lines.every((line) => line.length <= 40)).toBe(true)
  expect(lines[1]).toMatch(/…\s+5$/)
})

test("wide and joined characters count as the columns that they take", async () => {
  const printed = await tableOn(80, [
    { id: "a", title: "你好", count: 1 },
    { id: "b", title: "abcd", count: 2 },
    { id: "c", title: "e\u0301abc", count: 3 },
  ])
  const [, wide, plain, combined] = printed.split("\n")
  expect(wide).toBe("a   你好       1")
  expect(plain).toBe("b   abcd       2")
  expect(combined).toBe("c   e\u0301abc       3")
})

test("on a narrow terminal the least important column goes, and the id stays whole", async () => {
  const id = "ses_dfdc781d6ffe6QefCAN16c2L61"
  const printed = await tableOn(48, [{ id, title: "A title of some length", count: 1 }])
  expect(printed).toContain(id)
  expect(printed).not.toContain("COUNT")
})

test("a cell cannot draw outside of its place", async () => {
  const printed = await tableOn(200, [{ id: hostileText, title: hostileText, count: 1 }])
  expect(printed).not.toMatch(harmful)
  expect(printed.trimEnd().split("\n")).toHaveLength(2)
})

test("a long title is cut to the terminal in linear time, whatever it is made of, and the line still fits", async () => {
  const timed = async (title: string) => {
    const before = process.cpuUsage()
    const printed = await tableOn(
      80,
      [0, 1, 2].map((count) => ({ id: "ses", title, count })),
    )
    return { printed, milliseconds: process.cpuUsage(before).user / 1000 }
  }
  for (const unit of ["界", "👨‍👩‍👧‍👦", "e\u0301", `e${"\u0301".repeat(500)}`, "x", "\u200d", "🇩🇪", "नि"]) {
    const title = unit.repeat(Math.ceil(8192 / unit.length))
    const short = await timed(title)
    const long = await timed(title.repeat(8))
    // Character by character from the end it was the square: 64 times.
    expect(long.milliseconds, unit).toBeLessThan(32 * Math.max(short.milliseconds, 5))
    const lines = long.printed.trimEnd().split("\n")
    expect(lines).toHaveLength(4)
    for (const line of lines.slice(1)) {
      expect(line.length).toBeLessThan(80 * 16)
      expect(line).toContain("…")
    }
  }
})
