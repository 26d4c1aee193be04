import { type Session, SessionStorageError, type SessionStore } from "@opencode/session-core"
import { importRecordOf } from "../reconcile/import-record.ts"

/** Whether the session was deleted here because its source no longer had it. A person's deletion is none of that. */
export const wasGone = (session: Session): boolean =>
  session.deletedAt !== null && importRecordOf(session.metadata)?.gone === true

/**
 * Deletes a session that its source has deleted: it can be restored here. One that came from another copy since, or that the store does
 * not have, stays as it is. Returns whether it was deleted.
 */
export async function deleteGone(store: SessionStore, sessionId: string, identity: string | null): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const session = await store.sessions.get(sessionId)
    const record = session === null ? null : importRecordOf(session.metadata)
    if (session === null || record === null || identity === null || record.source !== identity) return false
    const metadata = { ...session.metadata, import: { ...record, gone: true as const } }
    try {
      await store.apply(sessionId, [{ type: "session.update", fields: { metadata } }, { type: "session.delete" }], {
        expectedRevision: session.revision,
      })
      return true
    } catch (error) {
      if (!SessionStorageError.isInstance(error, "conflict") || attempt === 5) throw error
    }
  }
}

/** Brings back a session that its source has again. */
export async function restore(store: SessionStore, session: Session): Promise<Session> {
  const { gone: _gone, ...record } = importRecordOf(session.metadata) ?? {}
  const fields = { metadata: { ...session.metadata, import: record } }
  await store.apply(session.id, [{ type: "session.update", fields }, { type: "session.restore" }], {
    expectedRevision: session.revision,
  })
  return store.sessions.require(session.id)
}
