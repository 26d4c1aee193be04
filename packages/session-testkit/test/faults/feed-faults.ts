import { setImmediate as nextTurn } from "node:timers/promises"
import { everything } from "../../src/support/samples.ts"
import { type Fault, isInvalidCursor } from "./fault.ts"

/** What is wrong with the feeds, of a session and of a project. */
export const feedFaults: Fault[] = [
  {
    name: "a change visible before its revision",
    caughtBy: /a change is never seen before its revision/,
    into: "sqlite",
    plant(right) {
      const told = (sessionId: string, revision: number) => untold.get(right.location + sessionId) ?? revision
      return {
        async apply(batch) {
          const { sessionId } = batch
          const before = await right.getSession({ scope: everything, sessionId, includeDeleted: true })
          untold.set(right.location + sessionId, before?.revision ?? 0)
          try {
            return await right.apply(batch)
          } finally {
            // The rows are there by now. The session's counter follows.
            for (let turn = 0; turn < 3; turn += 1) await nextTurn()
            untold.delete(right.location + sessionId)
          }
        },
        async getSession(query) {
          const session = await right.getSession(query)
          return session && { ...session, revision: told(session.id, session.revision) }
        },
        async sessionChanges(query) {
          const page = await right.sessionChanges(query)
          const changes = page.changes.map((each) => ({ ...each, revision: told(each.sessionId, each.revision) }))
          return { ...page, changes }
        },
      }
    },
  },
  {
    name: "a revision told before its change is visible",
    caughtBy: /a change is never seen before its revision/,
    into: "sqlite",
    plant: (right) => ({
      async apply(batch) {
        coming.set(right.location + batch.sessionId, batch.changes.length)
        try {
          for (let turn = 0; turn < 3; turn += 1) await nextTurn()
          return await right.apply(batch)
        } finally {
          coming.delete(right.location + batch.sessionId)
        }
      },
      async sessionChanges(query) {
        const page = await right.sessionChanges(query)
        const changes = page.changes.map((each) => ({
          ...each,
          revision: each.revision + (coming.get(right.location + each.sessionId) ?? 0),
        }))
        return { ...page, changes }
      },
    }),
  },
  {
    name: "a reader that is taken back to the node's own revision",
    caughtBy: /is not taken back/,
    plant: (right) => ({
      async changes(query) {
        const session = await right.getSession({ ...query, includeDeleted: true })
        const page = await right.changes(query)
        return { ...page, since: Math.min(page.since, session?.revision ?? 0) }
      },
    }),
  },
  {
    name: "a feed position of a session that is one too far",
    caughtBy: /what is written behind a reader's back|a reader that is up to date is told so/,
    plant: (right) => ({
      async changes(query) {
        const page = await right.changes(query)
        return { ...page, since: page.since + 1 }
      },
    }),
  },
  {
    name: "a lost tombstone",
    caughtBy: /a removed message leaves a tombstone/,
    plant: (right) => ({
      async changes(query) {
        const page = await right.changes(query)
        return { ...page, changes: page.changes.filter(({ type }) => !type.endsWith(".removed")) }
      },
    }),
  },
  {
    name: "a bound in bytes ignored for a session's feed",
    caughtBy: /the feed of a session comes in pages of at most so many bytes/,
    plant: (right) => ({ changes: ({ bytes: _bytes, ...query }) => right.changes(query) }),
  },
  {
    name: "a bound in bytes ignored for the feed of sessions",
    caughtBy: /sessions with much metadata come in pages of at most so many bytes/,
    plant: (right) => ({ sessionChanges: ({ bytes: _bytes, ...query }) => right.sessionChanges(query) }),
  },
  {
    name: "an entry of the feed that is too large for a page left out",
    caughtBy: /an entry of the feed that is larger than a page is read whole/,
    plant: (right) => ({
      async changes(query) {
        const page = await right.changes(query)
        const fits = ({ length }: string) => length <= (query.bytes ?? Number.POSITIVE_INFINITY)
        return { ...page, changes: page.changes.filter((each) => fits(JSON.stringify(each))) }
      },
    }),
  },
  {
    name: "a forged position in a project's feed taken for its beginning",
    caughtBy: /a cursor with a position that the feed never has is refused/,
    plant: (right) => ({
      sessionChanges: ({ since, ...query }) =>
        right.sessionChanges(since === undefined ? query : { ...query, since }).catch((error: unknown) => {
          if (isInvalidCursor(error)) return right.sessionChanges(query)
          throw error
        }),
    }),
  },
  {
    name: "a project's feed by the writers' clocks",
    caughtBy: /a reader that polls between the writes of two handles has every session's newest revision/,
    into: "sqlite",
    plant: (right) => ({
      async sessionChanges({ since, scope, limit }) {
        const from = since === undefined || since === "now" ? -1 : Number(since)
        const { sessions } = await right.listSessions({ scope, state: "active", limit: 1000 })
        const newer = sessions
          .filter(({ updatedAt }) => updatedAt > from)
          .sort((left, other) => left.updatedAt - other.updatedAt)
        const page = newer.slice(0, limit)
        return {
          changes: page.map((session) => ({ sessionId: session.id, revision: session.revision, session })),
          cursor: String(page.at(-1)?.updatedAt ?? from),
          complete: page.length === newer.length,
        }
      },
    }),
  },
  {
    name: "a project's feed that forgets purged sessions",
    caughtBy: /a purged session comes as null, and so do its descendants/,
    plant: (right) => ({
      async sessionChanges(query) {
        const page = await right.sessionChanges(query)
        return { ...page, changes: page.changes.filter(({ session }) => session !== null) }
      },
    }),
  },
  {
    name: "a project's feed that remembers one purge only",
    caughtBy: /what happened to other sessions since does not make the feed forget that one was purged/,
    plant: (right) => ({
      async sessionChanges(query) {
        const page = await right.sessionChanges(query)
        const last = page.changes.findLast(({ session }) => session === null)
        return { ...page, changes: page.changes.filter((each) => each.session !== null || each === last) }
      },
    }),
  },
]

/** Revisions that readers are still given, by the location of the store, which several handles share, and the session. */
const untold = new Map<string, number>()
/** And how far those go that they are given too early. */
const coming = new Map<string, number>()
