import { type SQL, sql } from "drizzle-orm"
import type { SearchHit } from "../provider/queries.ts"
import { searchableText } from "../search/searchable-text.ts"
import type { RowOf } from "./neutral-sql.ts"
import { partDataOf } from "./rows.ts"
import { part, session } from "./schema.ts"
import { optional, text } from "./value-type.ts"

/** Where text is looked for. */
export type SearchKind = "title" | "part"

/** Titles come before parts: the first half of a hit's position. The second is its number. */
export const searchKinds = {
  /** A session's title. */
  title: 1,
  /** A part's text. */
  part: 0,
} as const satisfies Record<SearchKind, number>

const ofSession = {
  sessionId: session.id,
  projectId: session.projectId,
  title: session.title,
  updatedAt: session.updatedAt,
}

/** What a search selects of a session whose title may be a hit. */
export const titleFields = {
  /** Newest first is from the highest on. */
  number: session.number,
  ...ofSession,
}

/** What a search selects of a part that may be a hit, and of its session. `data` is the part's data, or null. */
export const partSearchFields = (data: SQL = sql`${part.data}`) => ({
  number: part.number,
  messageId: part.messageId,
  partId: part.id,
  type: part.type,
  data: optional(text).sql`${data}`,
  ...ofSession,
})

/** A session whose title may be a hit. */
export type TitleRow = RowOf<typeof titleFields>
/** A part that may be a hit. */
export type PartRow = RowOf<ReturnType<typeof partSearchFields>>

/** Where a text may have been found, before it is checked. */
export interface SearchCandidate {
  /** Of the session or of the part: newest first is from the highest on. */
  number: number
  /** The text that may match. */
  text: string
  /** What a hit says, besides where the text matches. */
  hit: Omit<SearchHit, "snippet" | "matches">
}

/** What a session's row proposes. */
export const titleCandidate = (row: TitleRow): SearchCandidate => ({
  number: row.number,
  text: row.title,
  hit: { session: sessionOf(row), messageId: null, partId: null, partType: null },
})

/** The text by which a part is found. A damaged part has none; the lists show it as what it is. */
export const partText = ({ type, data }: { type: string; data: string | null }): string =>
  searchableText({ type, data: partDataOf(data) })

/** What a part's row proposes. */
export const partCandidate = (row: PartRow): SearchCandidate => ({
  number: row.number,
  text: partText(row),
  hit: { session: sessionOf(row), messageId: row.messageId, partId: row.partId, partType: row.type },
})

const sessionOf = ({ sessionId, projectId, title, updatedAt }: RowOf<typeof ofSession>) => ({
  id: sessionId,
  projectId,
  title,
  updatedAt,
})
