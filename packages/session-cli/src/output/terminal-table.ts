import CliTable from "cli-table3"
import type { Column } from "./column.ts"
import type { Output } from "./output.ts"
import { SafeText, text } from "./safe-text.ts"

const gap = "  "
const narrowestFlexible = 16

const withoutBorders = {
  chars: {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: gap,
  },
  style: { "padding-left": 0, "padding-right": 0, head: [], border: [], compact: true },
}

/** A table without borders that fits the terminal. Wide characters count as two columns, combining ones as none. */
export function terminalTable<Row>(output: Output, columns: readonly Column<Row>[], rows: readonly Row[]): SafeText {
  const measured = columns.map((column) => {
    const cells = rows.map((row) => cut(column.human(row), output.width))
    return { column, cells, width: widthOf([text`${column.title}`, ...cells]) }
  })
  const shown = fit(measured, output.width).map((each) => ({
    ...each,
    cells: each.cells.map((cell) => cut(cell, each.width)),
  }))
  const table = new CliTable({
    ...withoutBorders,
    colWidths: shown.map(({ width }) => width),
    colAligns: shown.map(({ column }) => column.align ?? "left"),
  })
  table.push(shown.map(({ column }) => output.style("dim", text`${column.title}`).value))
  rows.forEach((_row, index) => {
    table.push(shown.map(({ cells }) => cells[index]?.value ?? ""))
  })
  // Only what was made safe went in, and the table adds blanks and an ellipsis.
  return new SafeText(
    table
      .toString()
      .split("\n")
      .map((line) => line.trimEnd())
      .join("\n"),
  )
}

interface Measured<Row> {
  column: Column<Row>
  cells: SafeText[]
  width: number
}

/** Drops columns until the rest fits, and gives what is left to the flexible one. */
function fit<Row>(measured: Measured<Row>[], width: number): Measured<Row>[] {
  let shown = measured
  for (;;) {
    const flexible = shown.find(({ column }) => column.flexible)
    const others = shown.reduce((sum, each) => sum + gap.length + (each === flexible ? 0 : each.width), -gap.length)
    const left = width - others
    const needed = flexible === undefined ? 0 : Math.min(flexible.width, narrowestFlexible)
    const droppable = shown.filter(({ column }) => column.dropOrder !== undefined)
    if (left >= needed || droppable.length === 0) {
      const flexibleWidth = Math.min(flexible?.width ?? 0, Math.max(left, needed))
      return shown.map((each) => (each === flexible ? { ...each, width: flexibleWidth } : each))
    }
    const next = droppable.reduce((first, each) =>
      (each.column.dropOrder ?? 0) > (first.column.dropOrder ?? 0) ? each : first,
    )
    shown = shown.filter((each) => each !== next)
  }
}

/** More UTF-16 units than a column of the terminal can need: an emoji of a family has eleven for its two. */
const unitsPerColumn = 16

const graphemes = new Intl.Segmenter()

/**
 * The beginning of a text that fits a width, with an ellipsis where it is cut. The table would cut it as well, but character by
 * character from the end, measuring all of it each time: a title of 64 KiB takes minutes.
 */
function cut(cell: SafeText, width: number): SafeText {
  const { value } = cell
  // A character has two columns at most. Styles have a width of none, and only short cells have any.
  if (2 * value.length <= width || value.includes("\u001b")) return cell
  const beginning = value.slice(0, unitsPerColumn * width)
  if (beginning.length === value.length && widthOf([cell]) <= width) return cell
  const pieces = [...graphemes.segment(beginning)].map(({ index, segment }) => index + segment.length)
  let fitting = 0
  for (let low = 1, high = pieces.length; low <= high; ) {
    const middle = (low + high) >> 1
    if (widthOf([new SafeText(beginning.slice(0, pieces[middle - 1]))]) < width) {
      fitting = middle
      low = middle + 1
    } else high = middle - 1
  }
  return new SafeText(`${beginning.slice(0, pieces[fitting - 1] ?? 0)}…`)
}

/** The widest of some texts in a terminal's columns. A border tells: it is as long as the table is wide. */
function widthOf(texts: readonly SafeText[]): number {
  const table = new CliTable({ ...withoutBorders, chars: { ...withoutBorders.chars, top: "-" } })
  for (const each of texts) table.push([each.value])
  return table.width
}
