import { type SearchPage, type SessionOrigin, type SessionStore, sessionOrigin } from "@opencode/session-core"
import type { SearchPage as FoundPage } from "../schemas/index.ts"

/** Hits with the programs that their sessions were imported from. A hit says little of its session: each is read once, all at once. */
export async function withOrigins(store: SessionStore, { hits, nextCursor }: SearchPage): Promise<FoundPage> {
  const origins = new Map<string, SessionOrigin | null>()
  const ids = new Set(hits.map(({ session }) => session.id))
  await Promise.all(
    [...ids].map(async (id) => {
      const session = await store.sessions.get(id)
      origins.set(id, session === null ? null : sessionOrigin(session))
    }),
  )
  return {
    hits: hits.map((hit) => ({ ...hit, session: { ...hit.session, origin: origins.get(hit.session.id) ?? null } })),
    nextCursor,
  }
}
