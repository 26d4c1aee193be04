import { setImmediate as nextTurn } from "node:timers/promises"
import { encodeCursor, partPageKey, SessionStorageError } from "@opencode/session-core/provider"
import { everything } from "../../src/support/samples.ts"
import type { Fault } from "./fault.ts"

const invalidCursor = (error: unknown) => SessionStorageError.isInstance(error, "invalid_cursor")

/** What is wrong with what is read, claimed, closed and migrated. */
export const readFaults: Fault[] = [
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
    name: "ids compared without case",
    caughtBy: /session ids that differ in case, accents, width or trailing blanks/,
    plant: (right) => ({
      apply: (batch) => right.apply({ ...batch, sessionId: batch.sessionId.toLowerCase() }),
      getSession: (query) => right.getSession({ ...query, sessionId: query.sessionId.toLowerCase() }),
    }),
  },
  {
    name: "the beginning of an id compared without case",
    caughtBy: /the beginning of an id is compared byte by byte/,
    plant: (right) => ({
      async findSessions(query) {
        const all = await right.findSessions({ ...query, idPrefix: query.idPrefix.slice(0, 1), limit: 1000 })
        const wanted = query.idPrefix.toLowerCase()
        return all.filter(({ id }) => id.toLowerCase().startsWith(wanted)).slice(0, query.limit)
      },
    }),
  },
  {
    name: "a wildcard in the beginning of an id",
    caughtBy: /wildcards of databases and their escapes/,
    plant: (right) => ({
      async findSessions(query) {
        const all = await right.findSessions({ ...query, idPrefix: query.idPrefix.slice(0, 1), limit: 1000 })
        const like = (id: string) => [...query.idPrefix].every((each, at) => each === "_" || each === id[at])
        return all.filter(({ id }) => like(id)).slice(0, query.limit)
      },
    }),
  },
  {
    name: "the beginnings of ids of every project",
    caughtBy: /another project's sessions are not found/,
    plant: (right) => ({
      findSessions: (query) => right.findSessions({ ...query, scope: everything }),
    }),
  },
  {
    name: "a deleted session found by its beginning",
    caughtBy: /archived sessions are found, deleted ones when asked/,
    plant: (right) => ({
      findSessions: (query) => right.findSessions({ ...query, includeDeleted: true }),
    }),
  },
  {
    name: "the last of the ids that begin alike instead of the first",
    caughtBy: /at most as many as asked for are returned/,
    plant: (right) => ({
      async findSessions(query) {
        const all = await right.findSessions({ ...query, limit: 1000 })
        return all.slice(-query.limit)
      },
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
    name: "a page that looks for the row of its cursor",
    caughtBy: /a message that is removed while somebody pages takes no other with it/,
    plant: (right) => ({
      async listMessages({ cursor, limit, ...query }) {
        const { messages } = await right.listMessages({ ...query, limit: 1000 })
        const start = cursor === undefined ? 0 : messages.findIndex(({ id }) => id === cursor) + 1
        const isGone = cursor !== undefined && start === 0
        const page = isGone ? [] : messages.slice(start, start + limit)
        const next = start + limit < messages.length ? (page.at(-1)?.id ?? null) : null
        return { messages: page, nextCursor: next }
      },
    }),
  },
  {
    name: "a page limit ignored",
    caughtBy: /sessions come last changed first, and every one of them once, whatever the size of the page/,
    plant: (right) => ({ listSessions: (query) => right.listSessions({ ...query, limit: 1000 }) }),
  },
  {
    name: "a bound in bytes ignored for messages",
    caughtBy: /messages come in pages of at most so many bytes/,
    plant: (right) => ({ listMessages: ({ bytes: _bytes, ...query }) => right.listMessages(query) }),
  },
  {
    name: "a bound in bytes ignored for a session's feed",
    caughtBy: /the feed of a session comes in pages of at most so many bytes/,
    plant: (right) => ({ changes: ({ bytes: _bytes, ...query }) => right.changes(query) }),
  },
  {
    name: "a bound in bytes ignored for files",
    caughtBy: /versions of files come in pages of at most so many bytes/,
    plant: (right) => ({ listFiles: ({ bytes: _bytes, ...query }) => right.listFiles(query) }),
  },
  {
    name: "a bound in bytes ignored for sessions",
    caughtBy: /sessions with much metadata come in pages of at most so many bytes/,
    plant: (right) => ({ listSessions: ({ bytes: _bytes, ...query }) => right.listSessions(query) }),
  },
  {
    name: "a bound in bytes ignored for the feed of sessions",
    caughtBy: /sessions with much metadata come in pages of at most so many bytes/,
    plant: (right) => ({ sessionChanges: ({ bytes: _bytes, ...query }) => right.sessionChanges(query) }),
  },
  {
    name: "one row a page whenever there is a bound in bytes",
    caughtBy: /many small messages fill a page/,
    plant: (right) => ({
      listMessages: (query) => right.listMessages(query.bytes === undefined ? query : { ...query, limit: 1 }),
    }),
  },
  {
    name: "parts left out without a mark",
    caughtBy: /a message that is too large for any page is one, with its largest parts marked/,
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        const messages = page.messages.map((each) => ({
          ...each,
          parts: each.parts.map(({ unloaded: _unloaded, ...part }) => part),
        }))
        return { ...page, messages }
      },
    }),
  },
  {
    name: "large parts that are gone instead of not loaded",
    caughtBy: /a message that is too large for any page is one, with its largest parts marked/,
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        const messages = page.messages.map((each) => ({
          ...each,
          parts: each.parts.filter(({ unloaded }) => unloaded === undefined),
        }))
        return { ...page, messages }
      },
    }),
  },
  {
    name: "the first parts of a large message loaded instead of the smallest",
    caughtBy: /a message that is too large for any page is one, with its largest parts marked/,
    plant: (right) => ({
      async listMessages({ bytes = Number.MAX_SAFE_INTEGER, ...query }) {
        const page = await right.listMessages({ ...query, bytes })
        for (const { sessionId, id: messageId, parts } of page.messages) {
          let left = bytes
          for (const [index, each] of parts.entries()) {
            left -= each.unloaded?.bytes ?? JSON.stringify(each.data).length
            const whole = await right.getPart({ scope: query.scope, sessionId, messageId, partId: each.id })
            if (whole !== null) parts[index] = left >= 0 ? whole : { ...whole, data: {}, unloaded: { bytes: 1 } }
          }
        }
        return page
      },
    }),
  },
  {
    name: "a part of another project read by its id",
    caughtBy: /a part that was not loaded is read by itself/,
    plant: (right) => ({ getPart: (query) => right.getPart({ ...query, scope: everything }) }),
  },
  {
    name: "a bound in parts ignored",
    caughtBy: /a message of many parts comes with the first ones/,
    plant: (right) => ({ listMessages: ({ parts: _parts, ...query }) => right.listMessages(query) }),
  },
  {
    name: "parts beyond the bound gone without a cursor",
    caughtBy: /a message of many parts comes with the first ones/,
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        return { ...page, messages: page.messages.map(({ partsCursor: _cursor, ...each }) => each) }
      },
    }),
  },
  {
    name: "a message that counts with the parts that its page does not list",
    caughtBy: /a message counts with the parts that its page lists/,
    plant: (right) => ({
      async listMessages({ parts = Number.MAX_SAFE_INTEGER, ...query }) {
        const page = await right.listMessages(query)
        for (const each of page.messages) {
          const last = each.parts[parts - 1]
          if (last === undefined || each.parts.length === parts) continue
          each.parts.splice(parts)
          each.partsCursor = encodeCursor(partPageKey({ sessionId: query.sessionId, messageId: each.id }), [
            last.position,
          ])
        }
        return page
      },
    }),
  },
  {
    name: "pages of parts by their ids",
    caughtBy: /a message of many parts comes with the first ones/,
    plant: (right) => ({
      async listParts(query) {
        const page = await right.listParts(query)
        return { ...page, parts: page.parts.sort((left, right) => (left.id < right.id ? -1 : 1)) }
      },
    }),
  },
  {
    name: "a bound in bytes ignored for parts",
    caughtBy: /pages of parts are bounded in bytes/,
    plant: (right) => ({ listParts: ({ bytes: _bytes, ...query }) => right.listParts(query) }),
  },
  {
    name: "parts of another project read by their message's id",
    caughtBy: /parts are read with the cursor of their own message/,
    plant: (right) => ({ listParts: (query) => right.listParts({ ...query, scope: everything }) }),
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
    name: "a forged position given to the database",
    caughtBy: /a cursor with a position that no row has is refused/,
    plant: (right) => ({
      listFiles: (query) =>
        right.listFiles(query).catch((error: unknown) => {
          throw invalidCursor(error) ? new Error("Bind parameters must not contain undefined") : error
        }),
    }),
  },
  {
    name: "a forged position in a project's feed taken for its beginning",
    caughtBy: /a cursor with a position that the feed never has is refused/,
    plant: (right) => ({
      sessionChanges: ({ since, ...query }) =>
        right.sessionChanges(since === undefined ? query : { ...query, since }).catch((error: unknown) => {
          if (invalidCursor(error)) return right.sessionChanges(query)
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
    name: "search that finds what was refused",
    caughtBy: /the words of a batch that was refused are not found/,
    plant(right) {
      const refused: string[] = []
      return {
        apply: (batch) =>
          right.apply(batch).catch((error: unknown) => {
            refused.push(JSON.stringify(batch.changes))
            throw error
          }),
        async search(query) {
          const page = await right.search(query)
          if (!refused.some((words) => words.includes(query.text))) return page
          // The session that is there already, for words that are not.
          const { hits } = await right.search({ ...query, text: "Untitled" })
          return { ...page, hits: [...page.hits, ...hits] }
        },
      }
    },
  },
  {
    name: "search by the project that a session began in",
    caughtBy: /a session that moved is found in its new project, and in the old one no more/,
    plant(right) {
      const began = new Map<string, string>()
      return {
        apply(batch) {
          const [first] = batch.changes
          if (first?.type === "session.create") began.set(batch.sessionId, first.session.projectId)
          return right.apply(batch)
        },
        async search(query) {
          const page = await right.search({ ...query, scope: everything })
          const project = "projectId" in query.scope ? query.scope.projectId : undefined
          return { ...page, hits: page.hits.filter(({ session }) => began.get(session.id) === project) }
        },
      }
    },
  },
  {
    name: "a purge that leaves words in the index",
    caughtBy: /what a purged session held is not found in a later session of its id/,
    plant(right) {
      const left: Awaited<ReturnType<typeof right.search>>["hits"] = []
      return {
        async apply(batch) {
          if (batch.changes[0]?.type === "session.purge") {
            left.push(...(await right.search({ scope: everything, text: "needle", limit: 10 })).hits)
          }
          return right.apply(batch)
        },
        async search(query) {
          const page = await right.search(query)
          return query.text === "needle" ? { ...page, hits: [...page.hits, ...left] } : page
        },
      }
    },
  },
  {
    name: "a list with old totals",
    caughtBy: /totals are the same wherever the session is read/,
    plant: (right) => ({
      async listSessions(query) {
        const page = await right.listSessions(query)
        return { ...page, sessions: page.sessions.map((each) => ({ ...each, messageCount: 0 })) }
      },
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
    name: "one object for all readers",
    caughtBy: /what an application changes in what it was given does not change what is stored/,
    plant(right) {
      const cached = new Map<string, Awaited<ReturnType<typeof right.getSession>>>()
      return {
        async getSession(query) {
          const session = await right.getSession(query)
          const key = `${query.sessionId} ${session?.revision}`
          if (!cached.has(key)) cached.set(key, session)
          return cached.get(key) ?? null
        },
      }
    },
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
    name: "JSON given on however deep it is",
    caughtBy: /JSON that is nested more deeply than a store takes is damaged/,
    into: "sqlite",
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        for (const { parts } of page.messages) {
          for (const part of parts) if (part.damaged !== undefined) part.data = JSON.parse(part.damaged.raw)
        }
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
  {
    name: "clean-up that takes other authors' sessions along",
    caughtBy: /another author's deleted sessions stay/,
    plant: (right) => ({ prune: (query) => right.prune({ ...query, user: null }) }),
  },
]

/* What is under way, by the location of the store, which several handles share. */
const migrating = new Set<string>()
/** Revisions that readers are still given, and how far those go that they are given too early. */
const untold = new Map<string, number>()
const coming = new Map<string, number>()
