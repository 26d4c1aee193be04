import { setTimeout as delay } from "node:timers/promises"
import { ConflictError } from "../errors/conflict-error.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Batch } from "../provider/batch.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import type { SqlQueries } from "./sql-provider.ts"
import { type AtLeast, StaleRead } from "./stale-read.ts"

/** How long a node may lag behind before its answer is believed, milliseconds. */
const patience = 5000
/** How long it is remembered that a session was there: a node that lags for longer is broken. Milliseconds. */
const memory = 60_000
const rememberedSessions = 10_000
const firstPause = 10
const longestPause = 250

/** What this process knows of a session: that it is there, with at least this revision. */
interface Knowledge {
  revision: number
  at: number
}

/** When an answer is not believed, and for how long. */
export interface ReadOwnWritesOptions {
  /** Whether the process has met more than one node: a single one shows what it has acknowledged. */
  mayLag(): boolean
  /** How long a call is sent again, milliseconds: a few seconds by default. */
  patience?: number
}

/**
 * Queries for a name that leads to several nodes, where the next call may reach one that has not applied yet what the last
 * call wrote. An answer that contradicts what this process has written or read is not believed: the call is sent again, for a
 * few seconds. What other processes wrote may still be missing for a moment.
 */
export function readOwnWrites(queries: SqlQueries, options: ReadOwnWritesOptions): SqlQueries {
  const known = new Map<string, Knowledge>()

  function learn(subject: Subject, revision: number): void {
    const key = keyOf(subject)
    const before = known.get(key)?.revision ?? 0
    // The most recent ones are last.
    known.delete(key)
    known.set(key, { revision: Math.max(revision, before), at: Date.now() })
    const [oldest] = known.keys()
    if (known.size > rememberedSessions && oldest !== undefined) known.delete(oldest)
  }

  /** The revision that a session has at least; 0 where nothing is known of it. */
  function knownRevision(subject: Subject): number {
    const { revision = 0, at = 0 } = known.get(keyOf(subject)) ?? {}
    return Date.now() - at < memory ? revision : 0
  }

  /** Sends again while the answer, or the refusal, shows less than what is known. */
  async function believable<Result>(
    subject: Subject,
    send: (atLeast?: AtLeast) => Promise<Result>,
    isStale: (result: Result) => boolean = () => false,
  ): Promise<Result> {
    const deadline = Date.now() + (options.patience ?? patience)
    for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
      const isLast = !options.mayLag() || knownRevision(subject) === 0 || Date.now() + pause >= deadline
      try {
        const result = await send(isLast ? {} : { atLeast: knownRevision(subject) })
        if (isLast || !isStale(result)) return result
      } catch (error) {
        if (isLast || !contradicts(error, knownRevision(subject))) throw error
      }
      await delay(pause * (0.5 + Math.random() / 2))
    }
  }

  const ofSession = <Query extends Subject, Result>(read: (query: Query & AtLeast) => Promise<Result>) => {
    return (query: Query): Promise<Result> => believable(query, (atLeast) => read({ ...query, ...atLeast }))
  }

  return {
    ...queries,
    listMessages: ofSession(queries.listMessages),
    listParts: ofSession(queries.listParts),
    getPart: ofSession(queries.getPart),
    listFiles: ofSession(queries.listFiles),

    async apply(batch) {
      const result = await believable(batch, () => queries.apply(batch))
      if (hides(batch)) known.delete(keyOf(batch))
      else learn(batch, result.revision)
      return result
    },

    async getSession(query) {
      const isStale = (session: { revision: number } | null) => (session?.revision ?? 0) < knownRevision(query)
      const session = await believable(query, () => queries.getSession(query), isStale)
      if (session !== null) learn(query, session.revision)
      return session
    },

    async changes(query) {
      const page = await believable(query, () => queries.changes(query))
      const last = page.changes.at(-1)
      if (last !== undefined) learn(query, last.revision)
      return page
    },
  }
}

/** A session as a caller may see it: in another scope it may rightly be missing. */
interface Subject {
  scope: Scope
  sessionId: string
}

const keyOf = ({ scope, sessionId }: Subject): string => JSON.stringify([scopeProjectId(scope), sessionId])

/** Whether the session may be out of sight afterwards. */
const hides = ({ changes }: Batch): boolean =>
  changes.some(({ type }) => type === "session.delete" || type === "session.purge" || type === "session.move")

/** Whether a refusal comes from a state older than the known one, which a node may show that lags. */
function contradicts(error: unknown, revision: number): boolean {
  if (error instanceof StaleRead) return true
  if (error instanceof ConflictError) return error.actualRevision < revision
  // `busy`: one node refused the batch, and another one did not see why.
  return SessionStorageError.isInstance(error, "not_found") || SessionStorageError.isInstance(error, "busy")
}
