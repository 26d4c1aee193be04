import type { Output } from "./output.ts"
import { type SafeText, tabSeparated } from "./safe-text.ts"

/** A column of a table. */
export interface Column<Row> {
  title: string
  /** For a person at a terminal: short, relative, coloured. */
  human(row: Row): SafeText
  /** For a program that reads lines: exact. */
  plain(row: Row): string | number
  align?: "right"
  /** Takes what width is left, and is cut there. One column of a table. */
  flexible?: boolean
  /** The first to go when a terminal is too narrow have the highest number; columns without one stay. */
  dropOrder?: number
}

/**
 * Prints rows: as a table that fits the terminal, or, when nobody looks, a line per row with tabs between all its columns and
 * no header, whose cells are never cut.
 */
export async function printTable<Row>(
  output: Output,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<void> {
  if (output.interactive) {
    const { terminalTable } = await import("./terminal-table.ts")
    if (rows.length > 0) output.line(terminalTable(output, columns, rows))
    return
  }
  for (const row of rows) output.line(tabSeparated(columns.map((column) => column.plain(row))))
}
