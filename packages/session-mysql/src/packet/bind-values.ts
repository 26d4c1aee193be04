import type { RenderedStatement, SqlCommand } from "@opencode/session-core/drizzle"
import { escapedBytes, escapeText } from "./escape-text.ts"

const pieces = new WeakMap<RenderedStatement, string[]>()

/**
 * A statement as text, its values written into it: only so does a whole transaction fit into one packet. The session's own
 * sql_mode (session-settings.ts) is the one that the driver's quoting is right for.
 */
export function bindValues({ statement, values }: SqlCommand): string {
  let texts = pieces.get(statement)
  if (texts === undefined) {
    // None of our statements has a question mark that is not a place for a value.
    texts = statement.sql.split("?")
    pieces.set(statement, texts)
  }
  let sql = texts[0] ?? ""
  for (let index = 1; index < texts.length; index += 1) sql += literal(values[index - 1]) + (texts[index] ?? "")
  return sql
}

function literal(value: unknown): string {
  if (typeof value === "string") return escapeText(value)
  if (value === null) return "NULL"
  if (typeof value === "number" && Number.isFinite(value)) return String(value)
  throw new TypeError(`A statement takes no ${typeof value}.`)
}

/** A number or NULL. */
const longestOther = 32

/** How many bytes such texts have together, or a few more. */
export function boundBytes(commands: readonly SqlCommand[]): number {
  let bytes = 0
  for (const { statement, values } of commands) {
    bytes += Buffer.byteLength(statement.sql)
    for (const value of values) bytes += typeof value === "string" ? escapedBytes(value) : longestOther
  }
  return bytes
}
