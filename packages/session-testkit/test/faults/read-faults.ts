import { SessionStorageError } from "@opencode/session-core/provider"
import { everything } from "../../src/support/samples.ts"
import type { Fault } from "./fault.ts"

/** What is wrong with what is read, claimed, closed, migrated and cleaned up. */
export const readFaults: Fault[] = [
  {
    name: "another project's session readable by id",
    caughtBy: /another project's session cannot be read by its id/,
    plant: (right) => ({ getSession: (query) => right.getSession({ ...query, scope: everything }) }),
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
    name: "clean-up that takes other authors' sessions along",
    caughtBy: /another author's deleted sessions stay/,
    plant: (right) => ({ prune: (query) => right.prune({ ...query, user: null }) }),
  },
]

/** Where a migration is under way, by the location of the store, which several handles share. */
const migrating = new Set<string>()
