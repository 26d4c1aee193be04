import type { SearchHit, Session, SessionOrigin, SessionStore } from "@opencode/session-core"
import { sessionOrigin } from "@opencode/session-core"
import type { FolderFilter } from "./folder-filter.ts"

/** A hit, with the program that wrote its session. */
export type FoundHit = SearchHit & { session: SearchHit["session"] & { origin: SessionOrigin | null } }

export interface FoundPage {
  hits: FoundHit[]
  nextCursor: string | null
}

/** How many hits are looked at at once for those of a folder. */
const lookedAt = 200

/** A page of hits, only those of a folder where one is given: hits are read until the page is full. */
export async function searchSessions(
  store: SessionStore,
  words: string,
  { limit, cursor }: { limit: number; cursor?: string },
  isInFolder: FolderFilter | null,
): Promise<FoundPage> {
  const sessions = new Map<string, Session | null>()
  const hits: FoundHit[] = []
  let next = cursor ?? null
  do {
    const page = await store.search(words, { cursor: next, limit: isInFolder === null ? limit : lookedAt })
    await readSessions(store, page.hits, sessions)
    let read = 0
    for (const hit of page.hits) {
      if (hits.length === limit) break
      read += 1
      const session = sessions.get(hit.session.id) ?? null
      if (isInFolder !== null && (session === null || !isInFolder(session.directory))) continue
      hits.push({ ...hit, session: { ...hit.session, origin: session === null ? null : sessionOrigin(session) } })
    }
    // The cursor behind the last one that is shown is that of the page that ends with it.
    const isCut = read < page.hits.length
    next = (isCut ? await store.search(words, { cursor: next, limit: read }) : page).nextCursor
  } while (isInFolder !== null && next !== null && hits.length < limit)
  return { hits, nextCursor: next }
}

/** A hit says little of its session: those that were not met before are read, all at once. */
async function readSessions(
  store: SessionStore,
  hits: readonly SearchHit[],
  sessions: Map<string, Session | null>,
): Promise<void> {
  const ids = new Set(hits.map(({ session }) => session.id).filter((id) => !sessions.has(id)))
  await Promise.all([...ids].map(async (id) => sessions.set(id, await store.sessions.get(id))))
}
