import { SessionStorageError } from "../errors/session-storage-error.ts"
import { fnvHash } from "../hash/fnv-hash.ts"
import type { CursorValue, PositionValue } from "./position-value.ts"

/** The values of the last row of a page, by which the next page begins. */
export type CursorPosition = readonly CursorValue[]

/** Which query a cursor continues, and which values a position in it has. */
export interface PageKey<Position extends CursorPosition> {
  /** Tells this query from every other: all that it asks for, except the limit and the cursor itself. */
  query: string
  /** One check for each value of a position, in order. */
  position: { readonly [Index in keyof Position]: PositionValue<Position[Index]> }
}

/** Makes an opaque cursor, which works for the query of its key only. */
export function encodeCursor<const Position extends CursorPosition>(
  key: PageKey<Position>,
  position: NoInfer<Position>,
): string {
  return Buffer.from(JSON.stringify([fingerprint(key.query), ...position]), "utf8").toString("base64url")
}

/**
 * Reads a cursor back; undefined for the first page. Fails with `invalid_cursor` when it is damaged, belongs to another query,
 * or has a position that no row of this query can have: whatever a caller sends, a provider is only given positions that it
 * could have written itself.
 */
export function decodeCursor<Position extends CursorPosition>(
  key: PageKey<Position>,
  cursor: string | undefined,
): Position | undefined {
  if (cursor === undefined) return undefined
  const values = parse(cursor)
  if (values === undefined) {
    throw new SessionStorageError("invalid_cursor", "The cursor is damaged or cut.", { hint: wayOut })
  }
  const [origin, ...position] = values
  if (origin !== fingerprint(key.query)) {
    throw new SessionStorageError("invalid_cursor", "The cursor belongs to another query.", {
      hint: "A cursor continues the query that returned it. Start another query without a cursor.",
    })
  }
  if (isPosition(key, position)) return position
  throw new SessionStorageError("invalid_cursor", "The cursor has a position that this query never returns.", {
    hint: wayOut,
  })
}

const wayOut = "Pass `nextCursor` exactly as it was returned, or start again without a cursor."

const isPosition = <Position extends CursorPosition>(
  key: PageKey<Position>,
  values: readonly unknown[],
): values is Position =>
  values.length === key.position.length && key.position.every((isValue, index) => isValue(values[index]))

function parse(cursor: unknown): unknown[] | undefined {
  // A program without types may pass anything.
  if (typeof cursor !== "string") return undefined
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))
    return Array.isArray(values) ? values : undefined
  } catch {
    return undefined
  }
}

/** Tells queries apart; it is no protection against forgery. A forged cursor reads nothing that its query could not. */
const fingerprint = (query: string): string => fnvHash(query).toString(36)
