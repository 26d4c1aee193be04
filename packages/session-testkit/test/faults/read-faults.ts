import { SessionStorageError } from "@opencode/session-core"
import { everything } from "../../src/support/samples.ts"
import type { Fault } from "./fault.ts"

const invalidCursor = (error: unknown) => SessionStorageError.isInstance(error, "invalid_cursor")

/** What is wrong with what is read, claimed, closed and migrated. */
export const readFaults: Fault[] = [
  {
    name: "a change visible before its revision",
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
    name: "ids compared without case",
    caughtBy: /session ids that differ in case, accents, width or trailing blanks/,
    plant: (right) => ({
      apply: (batch) => right.apply({ ...batch, sessionId: batch.sessionId.toLowerCase() }),
      getSession: (query) => right.getSession({ ...query, sessionId: query.sessionId.toLowerCase() }),
    }),
  },
  {
    name: "positions from the clock",
    caughtBy: /invariant 3: positions/,
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        const messages = page.messages.map((each) => ({ ...each, position: each.createdAt }))
        return { ...page, messages: messages.sort((left, other) => left.createdAt - other.createdAt) }
      },
    }),
  },
  {
    name: "a page that begins after the message it was asked for",
    caughtBy: /a page begins with the message that it is asked to begin with/,
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        return query.from === undefined ? page : { ...page, messages: page.messages.slice(1) }
      },
    }),
  },
  {
    name: "OFFSET paging",
    caughtBy: /sessions that are created while somebody pages are neither repeated nor push others out/,
    plant: (right) => ({
      async listSessions({ cursor, limit, ...query }) {
        const { sessions } = await right.listSessions({ ...query, limit: 1000 })
        const offset = Number(cursor ?? 0)
        const next = offset + limit
        return { sessions: sessions.slice(offset, next), nextCursor: next < sessions.length ? String(next) : null }
      },
    }),
  },
  {
    name: "a page limit ignored",
    caughtBy: /sessions come last changed first, and every one of them once, whatever the size of the page/,
    plant: (right) => ({ listSessions: (query) => right.listSessions({ ...query, limit: 1000 }) }),
  },
  {
    name: "a cursor of another query accepted",
    caughtBy: /a cursor of another query is refused/,
    plant: (right) => ({
      listSessions: ({ cursor, ...query }) =>
        right.listSessions(cursor === undefined ? query : { ...query, cursor }).catch((error: unknown) => {
          if (invalidCursor(error)) return right.listSessions(query)
          throw error
        }),
    }),
  },
  {
    name: "another project's session readable by id",
    caughtBy: /another project's session cannot be read by its id/,
    plant: (right) => ({ getSession: (query) => right.getSession({ ...query, scope: everything }) }),
  },
  {
    name: "search that ignores the project",
    caughtBy: /search finds nothing of another project/,
    plant: (right) => ({ search: (query) => right.search({ ...query, scope: everything }) }),
  },
  {
    name: "one bad row failing the list",
    caughtBy: /a part that cannot be read comes back marked, between parts and messages that are whole/,
    into: "sqlite",
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        const isDamaged = page.messages.some(({ parts }) => parts.some((each) => each.damaged !== undefined))
        if (isDamaged) throw new SessionStorageError("corrupt", "Unexpected end of JSON input")
        return page
      },
    }),
  },
  {
    name: "a claimed capability that does nothing",
    caughtBy: /search is claimed, and finds what is there/,
    plant: () => ({ search: async () => ({ hits: [], nextCursor: null }) }),
  },
  {
    name: "an unclaimed capability that half works",
    caughtBy: /search is not claimed, and the application is told so/,
    claims: { search: false },
    plant: (right) => ({ search: (query) => right.search(query) }),
  },
  {
    name: "close that loses the last batch",
    caughtBy: /durability is claimed, and what was written is there after all handles were closed/,
    into: "sqlite",
    plant(right) {
      let last: { sessionId: string; messageId: string } | undefined
      return {
        apply(batch) {
          for (const change of batch.changes) {
            if (change.type === "message.put") last = { sessionId: batch.sessionId, messageId: change.message.id }
          }
          return right.apply(batch)
        },
        async close() {
          if (last !== undefined) {
            const { sessionId, messageId } = last
            last = undefined
            const changes = [{ type: "message.remove", messageId } as const]
            await right.apply({ id: "lost", scope: everything, sessionId, at: 0, changes })
          }
          await right.close()
        },
      }
    },
  },
  {
    name: "a migration lock that does not wait",
    caughtBy: /several that open an empty store at once all succeed/,
    into: "sqlite",
    plant: (right) => ({
      async migrate(options) {
        if (migrating.has(right.location)) throw new SessionStorageError("busy", "Somebody else migrates.")
        migrating.add(right.location)
        try {
          return await right.migrate(options)
        } finally {
          migrating.delete(right.location)
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
    name: "clean-up that takes other authors' sessions along",
    caughtBy: /another author's deleted sessions stay/,
    plant: (right) => ({ prune: (query) => right.prune({ ...query, user: null }) }),
  },
]

const migrating = new Set<string>()
