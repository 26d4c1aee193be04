import type { SafeText } from "./safe-text.ts"

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
