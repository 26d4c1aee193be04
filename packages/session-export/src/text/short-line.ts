import { visibleLine } from "./visible-controls.ts"

const longest = 200

/** The beginning of a text as one line. */
export function shortLine(text: string): string {
  const line = visibleLine(text.slice(0, 2 * longest)).trim()
  return line.length > longest || text.length > 2 * longest ? `${line.slice(0, longest).toWellFormed()}…` : line
}
