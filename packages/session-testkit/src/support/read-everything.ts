import type {
  FileVersion,
  MessageWithParts,
  ProjectSummary,
  RecordedChange,
  Scope,
  Session,
  SessionChange,
  SessionProvider,
  Statistics,
} from "@opencode/session-core"
import { everything } from "./samples.ts"

/** Everything that the reads of a provider give, for comparisons. */
export interface Contents {
  sessions: Session[]
  /** By session id. Messages and files of deleted sessions cannot be read. */
  messages: Record<string, MessageWithParts[]>
  files: Record<string, FileVersion[]>
  feeds: Record<string, RecordedChange[]>
  projectFeed: SessionChange[]
  projects: ProjectSummary[]
  statistics: Statistics
}

/** Reads everything in a scope, page by page. */
export async function readEverything(provider: SessionProvider, scope: Scope = everything, limit = 100) {
  const contents: Contents = {
    sessions: await allSessions(provider, scope, limit),
    ...{ messages: {}, files: {}, feeds: {} },
    projectFeed: await allSessionChanges(provider, scope, limit),
    projects: await provider.listProjects(),
    statistics: await provider.statistics(scope),
  }
  for (const { id, deletedAt } of contents.sessions) {
    contents.feeds[id] = await allChanges(provider, id, { scope, limit })
    if (deletedAt !== null) continue
    contents.messages[id] = await allMessages(provider, id, { scope, limit })
    contents.files[id] = await allFiles(provider, id, { scope, limit })
  }
  // Sessions that one batch changed have places in the feed that no rule gives.
  contents.projectFeed.sort((left, right) => (left.sessionId < right.sessionId ? -1 : 1))
  return contents
}

export async function allSessions(provider: SessionProvider, scope: Scope = everything, limit = 100) {
  const sessions: Session[] = []
  for (const state of ["active", "archived", "deleted"] as const) {
    let cursor: string | undefined
    do {
      const page = await provider.listSessions({ scope, state, limit, ...(cursor === undefined ? {} : { cursor }) })
      sessions.push(...page.sessions)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
  }
  return sessions
}

interface Reading {
  scope?: Scope
  limit?: number
}

export async function allMessages(
  provider: SessionProvider,
  sessionId: string,
  {
    scope = everything,
    limit = 100,
    order = "oldest-first",
  }: Reading & { order?: "oldest-first" | "newest-first" } = {},
) {
  const messages: MessageWithParts[] = []
  let cursor: string | undefined
  do {
    const query = { scope, sessionId, order, limit, ...(cursor === undefined ? {} : { cursor }) }
    const page = await provider.listMessages(query)
    messages.push(...page.messages)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return messages
}

export async function allFiles(
  provider: SessionProvider,
  sessionId: string,
  { scope = everything, limit = 100, path }: Reading & { path?: string } = {},
) {
  const files: FileVersion[] = []
  let cursor: string | undefined
  do {
    const asked = { ...(path === undefined ? {} : { path }), ...(cursor === undefined ? {} : { cursor }) }
    const page = await provider.listFiles({ scope, sessionId, limit, ...asked })
    files.push(...page.files)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return files
}

export async function allChanges(
  provider: SessionProvider,
  sessionId: string,
  { scope = everything, limit = 100, since = 0 }: Reading & { since?: number } = {},
) {
  const changes: RecordedChange[] = []
  for (let from = since; ; ) {
    const page = await provider.changes({ scope, sessionId, since: from, limit })
    changes.push(...page.changes)
    if (page.complete) return changes
    if (page.since <= from) throw new Error(`The feed of ${sessionId} stands still at ${from}.`)
    from = page.since
  }
}

/** The newest entry of each session in a project's feed, in the order in which they came. */
export async function allSessionChanges(provider: SessionProvider, scope: Scope = everything, limit = 100) {
  const newest = new Map<string, SessionChange>()
  let since: string | undefined
  for (;;) {
    const page = await provider.sessionChanges({ scope, limit, ...(since === undefined ? {} : { since }) })
    for (const change of page.changes) {
      newest.delete(change.sessionId)
      newest.set(change.sessionId, change)
    }
    since = page.cursor
    if (page.complete) return [...newest.values()]
  }
}
