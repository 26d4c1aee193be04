import { type SQL, sql } from "drizzle-orm"
import type { SearchHit } from "../provider/queries.ts"
import { searchableText } from "../search/searchable-text.ts"
import type { Row } from "./dialect.ts"
import { partDataOf } from "./rows.ts"
import type { SessionSchema } from "./schema.ts"

/** Where text is looked for. */
export type SearchKind = "title" | "part"

/** Titles come before parts: the first half of a hit's position. The second is its number. */
export const searchKinds = { title: 1, part: 0 } as const satisfies Record<SearchKind, number>

/** Where a text may have been found, before it is checked. */
export interface SearchCandidate {
  /** Of the session or of the part: newest first is from the highest on. */
  number: number
  text: string
  hit: Omit<SearchHit, "snippet" | "matches">
}

/**
 * What a search selects of a session, and of the part in it, for {@link searchCandidate}. `data` is the part's data by default.
 */
export function searchSelection({ session, part }: SessionSchema, kind: SearchKind, data = sql`${part.data}`): SQL {
  const found = sql`${session.id} as sessionId, ${session.projectId} as projectId, ${session.title} as title,
    ${session.updatedAt} as updatedAt`
  return kind === "title"
    ? sql`${session.number} as number, ${found}`
    : sql`${part.number} as number, ${part.messageId} as messageId, ${part.id} as partId, ${part.type} as type,
        ${data} as data, ${found}`
}

/** What such a row proposes. A damaged part has no text to be found by; the lists show it as what it is. */
export function searchCandidate(kind: SearchKind, row: Row): SearchCandidate {
  const session = {
    id: String(row.sessionId),
    projectId: String(row.projectId),
    title: String(row.title),
    updatedAt: Number(row.updatedAt),
  }
  const number = Number(row.number)
  if (kind === "title") {
    return { number, text: session.title, hit: { session, messageId: null, partId: null, partType: null } }
  }
  const type = String(row.type)
  return {
    number,
    text: searchableText({ type, data: partDataOf(row) }),
    hit: { session, messageId: String(row.messageId), partId: String(row.partId), partType: type },
  }
}
