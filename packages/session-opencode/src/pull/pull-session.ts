import type { Author, Session, SessionStore } from "@opencode/session-core"
import type { LeftOutMessage } from "../export/document-format.ts"
import { LocalDatabase } from "./local-database.ts"
import type { OpenCodeApi } from "./open-code-api.ts"
import { pullOne } from "./pull-one.ts"
import type { PullReport } from "./pull-report.ts"
import { requireOpenCode } from "./require-open-code.ts"
import { takeLease } from "./take-lease.ts"

/** How a session is pulled. */
export interface PullOptions {
  /** The running OpenCode, which works in `directory`. */
  openCode: OpenCodeApi
  /** Its database: what `opencode db path` says. */
  databaseFile: string
  /** The top folder of the project on this machine. The session runs where it ran in the project, or in this folder. */
  directory: string
  /** Whether paths in the project's folder of the other machine become those of this one. Not by default. */
  mapPaths?: boolean | undefined
  /** Who continues the session from now on; null for nobody, as for a copy to look at. Forks of different people have different ids. */
  author?: Author | null | undefined
  /** Also when somebody else than the author is at work in it. Not by default. */
  takeOver?: boolean | undefined
  /** Stops between two requests: the next pull goes on from there. */
  signal?: AbortSignal | undefined
}

/**
 * Makes a session of the store, with its sub-agents' sessions, one of this machine's OpenCode, under the same ids: `opencode -s ID` goes
 * on with all of its context. Pulled again, what came in meanwhile is added, and what was removed there is removed. What this
 * machine's OpenCode added stays; where both went on, OpenCode keeps its session, and what the store has becomes a fork of it.
 *
 * Neither permissions nor a shared link travel. OpenCode may be running; an open terminal must open the session anew.
 *
 * Fails with `not_found`; with `unsupported` for an OpenCode that takes no sessions; with `unavailable` when it does not answer; and with
 * `conflict` when somebody else is at work in the session, or writes in it meanwhile.
 */
export async function pullSession(store: SessionStore, sessionId: string, options: PullOptions): Promise<PullReport> {
  const top = await topSession(store, await store.sessions.require(sessionId))
  const project = await requireOpenCode(options.openCode)
  using database = await LocalDatabase.open(options.databaseFile)
  const { author = null, takeOver } = options
  if (author !== null) await takeLease(store, top.id, author, { takeOver })
  const report: PullReport = { sessions: [], leftOut: [], notes: [] }
  // Messages are read more than once.
  const leftOut = new Map<string, LeftOutMessage>()
  const note = (text: string) => {
    if (!report.notes.includes(text)) report.notes.push(text)
  }
  for await (const session of subtree(store, top)) {
    options.signal?.throwIfAborted()
    const { signal, openCode, directory, mapPaths = false } = options
    const onLeftOut = (message: LeftOutMessage) => void leftOut.set(message.id, message)
    report.sessions.push(
      await pullOne(session, {
        store,
        database,
        project,
        openCode,
        directory,
        mapPaths,
        author,
        signal,
        onLeftOut,
        note,
      }),
    )
  }
  report.leftOut.push(...leftOut.values())
  return report
}

/** A sub-agent's session is of little use without the one that started it. */
async function topSession(store: SessionStore, session: Session): Promise<Session> {
  const seen = new Set<string>()
  let top = session
  while (top.parentId !== null && !seen.has(top.id)) {
    seen.add(top.id)
    const parent = await store.sessions.get(top.parentId)
    if (parent === null) break
    top = parent
  }
  return top
}

/** A session and its sub-agents' sessions: those that started others first. */
async function* subtree(store: SessionStore, top: Session): AsyncGenerator<Session> {
  const seen = new Set<string>([top.id])
  const waiting = [top]
  for (let session = waiting.shift(); session !== undefined; session = waiting.shift()) {
    yield session
    for (const state of ["active", "archived"] as const) {
      for await (const child of store.sessions.all({ parentId: session.id, state })) {
        if (seen.has(child.id)) continue
        seen.add(child.id)
        waiting.push(child)
      }
    }
  }
}
