import type {
  FileVersion,
  MessageWithParts,
  ProjectSummary,
  RecordedChange,
  Scope,
  Session,
  SessionChange,
  SessionFilter,
  SessionProvider,
  SessionState,
  Statistics,
  StatisticsGroup,
} from "@opencode/session-core/provider"
import { everything } from "./samples.ts"

/** Everything that the reads of a provider give, for comparisons. */
export interface Contents {
  sessions: Session[]
  /** Ids of what some filters are about, by filter and state. */
  filtered: Record<string, string[]>
  /** By session id. Messages and files of deleted sessions cannot be read. */
  messages: Record<string, MessageWithParts[]>
  files: Record<string, FileVersion[]>
  feeds: Record<string, RecordedChange[]>
  projectFeed: SessionChange[]
  projects: ProjectSummary[]
  statistics: Statistics
  usageByModel: StatisticsGroup[]
}

/**
 * Follows cursors to the end. Fails for one that came before: a wrong provider would keep the test going round for ever.
 */
export async function readPages<Item>(
  read: (cursor: { cursor?: string }) => Promise<{ items: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const items: Item[] = []
  const seen = new Set<string>()
  for (let cursor: string | null = null; ; ) {
    const page: { items: Item[]; nextCursor: string | null } = await read(cursor === null ? {} : { cursor })
    items.push(...page.items)
    cursor = page.nextCursor
    if (cursor === null) return items
    if (seen.has(cursor)) throw new Error(`The list goes round in circles: it gave the cursor ${cursor} twice.`)
    seen.add(cursor)
  }
}

/** Reads everything in a scope, page by page. */
export async function readEverything(provider: SessionProvider, scope: Scope = everything, limit = 100) {
  const contents: Contents = {
    sessions: await allSessions(provider, scope, limit),
    filtered: await filteredSessions(provider, scope, limit),
    ...{ messages: {}, files: {}, feeds: {} },
    projectFeed: await allSessionChanges(provider, scope, limit),
    projects: await provider.listProjects(),
    statistics: await provider.statistics(scope),
    usageByModel: await provider.statisticsBy({ scope, by: "model" }),
  }
  for (const { id, deletedAt } of contents.sessions) {
    contents.feeds[id] = await allChanges(provider, id, { scope, limit })
    if (deletedAt !== null) continue
    contents.messages[id] = await allMessages(provider, id, { scope, limit })
    contents.files[id] = await allFiles(provider, id, { scope, limit })
  }
  // Sessions that one batch changed stand in the feed in an order that no rule gives.
  contents.projectFeed.sort((left, right) => (left.sessionId < right.sessionId ? -1 : 1))
  return contents
}

export async function allSessions(provider: SessionProvider, scope: Scope = everything, limit = 100) {
  const sessions: Session[] = []
  for (const state of ["active", "archived", "deleted"] as const) {
    const found = await readPages(async (cursor) => {
      const page = await provider.listSessions({ scope, state, limit, ...cursor })
      return { items: page.sessions, nextCursor: page.nextCursor }
    })
    sessions.push(...found)
  }
  return sessions
}

const filters: [SessionFilter, SessionState][] = [
  [{ author: "ann" }, "active"],
  [{ tag: "x", user: "ann", folder: "web" }, "active"],
  [{ author: "ann", from: 5 }, "archived"],
]

async function filteredSessions(provider: SessionProvider, scope: Scope, limit: number) {
  const filtered: Record<string, string[]> = {}
  for (const [filter, state] of filters) {
    filtered[JSON.stringify([filter, state])] = await readPages(async (cursor) => {
      const page = await provider.listSessions({ scope, state, filter, limit, ...cursor })
      return { items: page.sessions.map(({ id }) => id), nextCursor: page.nextCursor }
    })
  }
  return filtered
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
  return readPages<MessageWithParts>(async (cursor) => {
    const page = await provider.listMessages({ scope, sessionId, order, limit, ...cursor })
    return { items: page.messages, nextCursor: page.nextCursor }
  })
}

export async function allFiles(
  provider: SessionProvider,
  sessionId: string,
  { scope = everything, limit = 100, path }: Reading & { path?: string } = {},
) {
  return readPages<FileVersion>(async (cursor) => {
    const asked = path === undefined ? {} : { path }
    const page = await provider.listFiles({ scope, sessionId, limit, ...asked, ...cursor })
    return { items: page.files, nextCursor: page.nextCursor }
  })
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
    if (page.complete) return [...newest.values()]
    if (page.cursor === since) throw new Error(`The feed of sessions stands still at ${since}.`)
    since = page.cursor
  }
}
