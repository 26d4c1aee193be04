import {
  type Author,
  ConflictError,
  type JsonObject,
  leaseHolder,
  type Session,
  SessionStorageError,
  type SessionStore,
} from "@opencode/session-core"
import { importRecordOf } from "../reconcile/import-record.ts"

/** How a session is taken over. */
export interface TakeLeaseOptions {
  /** Also from somebody who is at work in it. Not by default. */
  takeOver?: boolean | undefined
}

/** Somebody else writes at the same moment; not for ever. */
const attempts = 10

/**
 * Notes in the store that `author` continues a session from now on, for the other machines to see. It moves neither the session in
 * lists nor what an import knows of it.
 *
 * Fails with `conflict` when another person, or the same one on another machine, is at work in it: see `leaseHolder`. `takeOver` takes it
 * all the same.
 *
 * @example
 * ```ts
 * await takeLease(store, session.id, currentAuthor(), { takeOver: true })
 * ```
 */
export async function takeLease(
  store: SessionStore,
  sessionId: string,
  author: Author,
  { takeOver = false }: TakeLeaseOptions = {},
): Promise<Session> {
  for (let attempt = 1; ; attempt += 1) {
    const session = await store.sessions.require(sessionId)
    const now = Date.now()
    if (!takeOver) refuseWhileAtWork(session, author)
    const holder = leaseHolder(session, now)
    // It is known already.
    if (holder !== null && isSame(holder, author)) return session
    const { user, host } = author
    try {
      return await store.sessions.update(
        sessionId,
        { metadata: { ...withImportOf(session), lease: { user, host, since: now } } },
        { expectedRevision: session.revision, at: session.updatedAt },
      )
    } catch (error) {
      if (!ConflictError.isInstance(error) || attempt >= attempts) throw error
    }
  }
}

const isSame = (left: Author, right: Author): boolean => left.user === right.user && left.host === right.host

/** The note of the last import holds for the revision that this write makes: it would else compare the whole session again. */
function withImportOf({ metadata, revision }: Session): JsonObject {
  const record = importRecordOf(metadata)
  if (record === null || record.revision !== revision) return metadata
  return { ...metadata, import: { ...record, revision: revision + 1 } }
}

/** Fails with `conflict` when somebody else than `author` is at work in a session. */
export function refuseWhileAtWork(session: Session, author: Author): void {
  const holder = leaseHolder(session, Date.now())
  if (holder === null || isSame(holder, author)) return
  const { id, title } = session
  throw new SessionStorageError("conflict", `${holder.user}@${holder.host} is at work in session ${id} (${title}).`, {
    hint: "Ask first. --take-over takes it over, and shows that on every machine; `opencode-session fork` makes one of your own.",
  })
}
