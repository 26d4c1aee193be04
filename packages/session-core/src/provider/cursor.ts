import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { JsonValue } from "../model/json.ts"

/** The values of the last row of a page, by which the next page begins. */
export type CursorPosition = (string | number | null)[]

/**
 * Makes an opaque cursor. `query` is whatever identifies the query besides its limit: a cursor works for that query only.
 */
export function encodeCursor(query: JsonValue, position: CursorPosition): string {
  return Buffer.from(JSON.stringify([fingerprint(query), ...position]), "utf8").toString("base64url")
}

/** Reads a cursor back; undefined for the first page. Throws `invalid_cursor` for one that is damaged or of another query. */
export function decodeCursor(query: JsonValue, cursor: string | undefined, length: number): CursorPosition | undefined {
  if (cursor === undefined) return undefined
  const values = parse(cursor)
  if (values === undefined || values.length !== length + 1 || !values.every(isPositionValue)) {
    throw new SessionStorageError("invalid_cursor", "This cursor is not one of ours: it is damaged or cut.", {
      hint: "Pass `nextCursor` as it was given, or start again without a cursor.",
    })
  }
  const [origin, ...position] = values
  if (origin !== fingerprint(query)) {
    throw new SessionStorageError("invalid_cursor", "This cursor belongs to another query.", {
      hint: "A cursor continues the query that gave it. Start a different one without a cursor.",
    })
  }
  return position
}

function parse(cursor: string): unknown[] | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))
    return Array.isArray(values) ? values : undefined
  } catch {
    return undefined
  }
}

const isPositionValue = (value: unknown): value is string | number | null =>
  value === null || typeof value === "string" || (typeof value === "number" && Number.isFinite(value))

/** FNV-1a over the query's JSON: enough to tell queries apart, not meant against forgery. A forged cursor sees nothing more. */
function fingerprint(query: JsonValue): string {
  let hash = 0x811c9dc5
  for (const character of JSON.stringify(query)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return (hash >>> 0).toString(36)
}
