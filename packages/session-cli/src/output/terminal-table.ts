import CliTable from "cli-table3"
import type { Output } from "./output.ts"
import { SafeText, text } from "./safe-text.ts"
import type { Column } from "./table.ts"

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
    const cells = rows.map((row) => column.human(row))
    return { column, cells, width: widthOf([text`${column.title}`, ...cells]) }
  })
  const shown = fit(measured, output.width)
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

/** The widest of some texts in a terminal's columns. A border tells: it is as long as the table is wide. */
function widthOf(texts: readonly SafeText[]): number {
  const table = new CliTable({ ...withoutBorders, chars: { ...withoutBorders.chars, top: "-" } })
  for (const each of texts) table.push([each.value])
  return table.width
}
