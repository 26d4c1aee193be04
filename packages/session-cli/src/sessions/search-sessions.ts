import type { SearchHit, SearchOptions, SessionOrigin, SessionStore } from "@opencode/session-core"
import { sessionOrigin } from "@opencode/session-core"

/** A hit, with the program that wrote its session. */
export type FoundHit = SearchHit & { session: SearchHit["session"] & { origin: SessionOrigin | null } }

export interface FoundPage {
  hits: FoundHit[]
  nextCursor: string | null
}

/** A page of hits. A page of the store ends when it has looked at much; this one ends when it is full, or at the end. */
export async function searchSessions(
  store: SessionStore,
  words: string,
  { limit, cursor, ...options }: SearchOptions & { limit: number },
): Promise<FoundPage> {
  const hits: SearchHit[] = []
  let next = cursor ?? null
  do {
    const page = await store.search(words, { ...options, cursor: next, limit: limit - hits.length })
    hits.push(...page.hits)
    next = page.nextCursor
  } while (next !== null && hits.length < limit)
  const origins = await originsOf(store, hits)
  return {
    hits: hits.map((hit) => ({ ...hit, session: { ...hit.session, origin: origins.get(hit.session.id) ?? null } })),
    nextCursor: next,
  }
}

/** A hit says little of its session: those that were found are read, all at once. */
async function originsOf(store: SessionStore, hits: readonly SearchHit[]): Promise<Map<string, SessionOrigin | null>> {
  const ids = [...new Set(hits.map(({ session }) => session.id))]
  const sessions = await Promise.all(ids.map((id) => store.sessions.get(id)))
  return new Map(sessions.flatMap((each) => (each === null ? [] : [[each.id, sessionOrigin(each)]])))
}
