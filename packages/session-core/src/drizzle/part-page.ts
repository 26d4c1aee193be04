import { type SQL, sql } from "drizzle-orm"
import { decodeCursor, encodeCursor } from "../paging/cursor.ts"
import { countWithin, rowBytes } from "../paging/page-bytes.ts"
import { partPageKey } from "../paging/page-keys.ts"
import type { PartPage, PartPageQuery } from "../provider/queries.ts"
import type { SqlDatabase } from "./database.ts"
import { partFields } from "./fields.ts"
import { boundOf, largeParts, sizeOfRow } from "./large-rows.ts"
import { select } from "./neutral-sql.ts"
import { partOf } from "./rows.ts"
import { part } from "./schema.ts"
import { assertVisible, bindScope } from "./session-scope.ts"
import type { AtLeast } from "./stale-read.ts"
import { statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"

/*
 * The parts of one message by their positions, without an index for it: a message rarely has more than a page lists, and an index
 * would cost each write. A page looks at a stretch of positions, which has at most one part for each, so nothing is sorted and
 * no more rows are read than the page may have.
 */

const key = { session: text, message: text, after: integer }
const stretch = { ...key, last: integer }

const isOfMessage = (given: { session: SQL; message: SQL; after: SQL }): SQL =>
  sql`from ${part} where ${part.sessionId} = ${given.session} and ${part.messageId} = ${given.message} and ${part.position} > ${given.after}`

/** The parts in a stretch of positions, not sorted. Large ones come without their content. */
export const partsInStretch = statement({ ...stretch, large: integer }, (given) =>
  select(largeParts.fields(given.large), sql`${isOfMessage(given)} and ${part.position} <= ${given.last}`),
)
/** The same, all with their content. */
export const wholePartsInStretch = statement(stretch, (given) =>
  select(partFields, sql`${isOfMessage(given)} and ${part.position} <= ${given.last}`),
)
/** Where a message goes on after a position; null where it does not. */
export const nextPartPosition = statement(key, (given) =>
  select({ position: optional(integer).sql`min(${part.position})` }, isOfMessage(given)),
)

/** Positions that a page looks at, at most: as many as parts fit into a page of the usual size. */
const longestStretch = 32 * 1024
/** And at least: other messages' parts may have most of them. */
const shortestStretch = 1024

export function partPageReads(database: SqlDatabase) {
  async function positionAfter(message: { session: string; message: string }, after: number): Promise<number | null> {
    const [row] = await database.rows(nextPartPosition.bind({ ...message, after }))
    return row?.position ?? null
  }

  return {
    async listParts(query: PartPageQuery & AtLeast): Promise<PartPage> {
      const { sessionId, messageId, limit = Number.MAX_SAFE_INTEGER } = query
      const key = partPageKey(query)
      const bytes = boundOf(query)
      const most = Math.min(limit, Math.ceil(bytes / rowBytes)) + 1
      const length = Math.min(Math.max(most, shortestStretch), longestStretch)
      const large = Math.max(rowBytes, Math.floor(bytes / length))
      const message = { session: sessionId, message: messageId }
      let after = decodeCursor(key, query.cursor)?.[0] ?? 0
      while (true) {
        const last = Math.min(after + length, Number.MAX_SAFE_INTEGER)
        const [scope, rows] = await database.read([
          bindScope(query.scope, sessionId),
          partsInStretch.bind({ ...message, after, last, large }),
        ])
        assertVisible(scope, query)
        const within = rows.sort(byPosition).slice(0, limit)
        const page = within.slice(0, countWithin(within, sizeOfRow, bytes))
        const next = page.length < rows.length ? page.at(-1)?.position : await positionAfter(message, last)
        const end = page.at(-1)?.position
        if (end !== undefined) {
          const isWhole = page.every((row) => row.bytes <= large)
          const parts = isWhole ? page : await database.rows(wholePartsInStretch.bind({ ...message, after, last: end }))
          const nextCursor = next === null ? null : encodeCursor(key, [end])
          return { parts: [...parts].sort(byPosition).map(partOf), nextCursor }
        }
        if (next == null) return { parts: [], nextCursor: null }
        after = next - 1
      }
    },
  }
}

const byPosition = (left: { position: number }, right: { position: number }) => left.position - right.position
