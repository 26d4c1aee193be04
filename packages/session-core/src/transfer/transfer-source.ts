import type { Session } from "../model/session.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import type { SessionStore } from "../store/session-store.ts"
import { mapFeed } from "./map-feed.ts"
import type { ProjectTransfer } from "./project-transfer.ts"

/** The sessions of a store, in the projects in which the target of a transfer has them. */
export class TransferSource {
  readonly #store: SessionStore
  readonly #projects: ProjectTransfer

  constructor(store: SessionStore, projects: ProjectTransfer) {
    this.#store = store
    this.#projects = projects
  }

  /** A session, also a deleted one; null when there is none. */
  async session(sessionId: string): Promise<Session | null> {
    const session = await this.#store.sessions.get(sessionId, { includeDeleted: true })
    return session === null ? null : { ...session, projectId: await this.#projects.targetOf(session.projectId) }
  }

  /** A session's whole feed. */
  feed(sessionId: string, signal: AbortSignal | undefined): AsyncIterable<RecordedChange> {
    const feed = this.#store.allChanges(sessionId, 0, { signal })
    return mapFeed(feed, (entry) => inTargetProject(entry, this.#projects))
  }
}

/** An entry of a feed as the target has it. */
export async function inTargetProject(entry: RecordedChange, projects: ProjectTransfer): Promise<RecordedChange> {
  if (entry.type !== "session") return entry
  return { ...entry, session: { ...entry.session, projectId: await projects.targetOf(entry.session.projectId) } }
}
