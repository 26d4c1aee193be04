import { type SQL, sql } from "drizzle-orm"
import type { SearchFilter } from "../provider/session-filter.ts"
import { matchesTerms, searchTerms } from "../search/search-terms.ts"
import { message, part, session } from "./schema.ts"
import type { SearchKind } from "./search.ts"
import {
  dateConditions,
  filterChoices,
  filterConditions,
  filterParameters,
  filterValues,
  filterVariant,
} from "./session-filter.ts"
import type { Given } from "./statement.ts"
import { text } from "./value-type.ts"
import type { VariantOf } from "./variants.ts"

/* The filter of a search as conditions on a session's title, or on a part and its session. */

/** Which conditions there are. */
export const searchFilterChoices = {
  ...filterChoices,
  /** Whether a part's type is asked for. */
  partType: [false, true],
  /** Whether a message's role is asked for. */
  role: [false, true],
} as const

/** What they take, of which a statement takes what its variant has. */
export const searchFilterParameters = {
  ...filterParameters,
  /** A part's type. */
  partType: text,
  /** A message's role. */
  role: text,
}

/** A choice of them. */
export type SearchFilterVariant = VariantOf<typeof searchFilterChoices>

/** The variant of statements that a filter asks for. */
export const searchFilterVariant = (filter: SearchFilter): SearchFilterVariant => ({
  ...filterVariant(filter),
  partType: filter.partType !== undefined,
  role: filter.role !== undefined,
})

/** What they are bound to. */
export const searchFilterValues = (filter: SearchFilter) => ({
  ...filterValues(filter),
  partType: filter.partType ?? "",
  role: filter.role ?? "",
})

/** The conditions of a variant, all but that of the session's title (`titleFits`). */
export function searchFilterConditions(
  kind: SearchKind,
  variant: SearchFilterVariant,
  given: Given<typeof searchFilterParameters>,
): SQL[] {
  const ofSession = filterConditions(variant, given)
  if (kind === "title") return [...ofSession, ...dateConditions(variant, given, session.updatedAt)]
  const ofMessage = sql`exists (select 1 from ${message} where ${message.sessionId} = ${part.sessionId}
    and ${message.id} = ${part.messageId} and ${message.role} = ${given.role})`
  return [
    ...(variant.partType ? [sql`${part.type} = ${given.partType}`] : []),
    ...dateConditions(variant, given, part.createdAt),
    ...(variant.role ? [ofMessage] : []),
    ...ofSession,
  ]
}

/** In what a filter has text looked for. */
export const searchedKinds = ({ partType, role, titlesOnly }: SearchFilter): SearchKind[] => [
  ...(partType === undefined && role === undefined ? (["title"] as const) : []),
  ...(titlesOnly ? [] : (["part"] as const)),
]

/** Whether a session's title has the words that a filter asks for. */
export const titleFits = ({ title }: SearchFilter, of: string): boolean =>
  title === undefined || matchesTerms(of, searchTerms(title))
