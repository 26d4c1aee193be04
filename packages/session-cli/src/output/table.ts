import type { Column } from "./column.ts"
import type { Output } from "./output.ts"
import { tabSeparated } from "./safe-text.ts"

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
