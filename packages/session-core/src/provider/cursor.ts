import { SessionStorageError } from "../errors/session-storage-error.ts"
import { fnvHash } from "../fnv-hash.ts"

/** The values of the last row of a page, by which the next page begins. */
export type CursorPosition = (string | number | null)[]

/**
 * Makes an opaque cursor. `query` identifies the query (see page-keys.ts): a cursor works for that one only.
 */
export function encodeCursor(query: string, position: CursorPosition): string {
  return Buffer.from(JSON.stringify([fingerprint(query), ...position]), "utf8").toString("base64url")
}

/** Reads a cursor back; undefined for the first page. Throws `invalid_cursor` for one that is damaged or of another query. */
export function decodeCursor(query: string, cursor: string | undefined): CursorPosition | undefined {
  if (cursor === undefined) return undefined
  const values = parse(cursor)
  if (values === undefined || values.length < 2 || !values.every(isPositionValue)) {
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

/** Enough to tell queries apart, not meant against forgery: a forged cursor sees nothing more. */
const fingerprint = (query: string): string => fnvHash(query).toString(36)
