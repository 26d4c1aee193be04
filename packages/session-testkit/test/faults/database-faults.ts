import { setImmediate as nextTurn } from "node:timers/promises"
import { pathToFileURL } from "node:url"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { type Batch, SessionStorageError } from "@opencode/session-core/provider"
import { bundleProgram } from "session-test-support/bundle-program"
import type { StoreUnderTest } from "../../src/provider-under-test.ts"
import { replacing } from "../../src/support/replacing.ts"
import { everything } from "../../src/support/samples.ts"
import { type Fault, otherwise } from "./fault.ts"

const unrecordedMigration = pathToFileURL(
  await bundleProgram(new URL("./unrecorded-migration.ts", import.meta.url)),
).href

/** The order of a language, which sorts capitals beside their letters and passes punctuation over. */
const { compare } = new Intl.Collator("en", { ignorePunctuation: true })

/** The order of a language that passes accents and punctuation over, and has capitals first as bytes do. */
const withoutMarks = (text: string) => text.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "")
const byBytes = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right))

const changesSubtree = ({ changes }: Batch) =>
  changes.some(({ type }) => type === "session.delete" || type === "session.restore" || type === "session.move")

/** What breaks the connections of the stores that a fault is planted into, and whether one was broken since it was last asked. */
function breakable() {
  let broken = false
  return {
    hooks: (): Partial<StoreUnderTest> => ({
      breakConnections: async () => {
        broken = true
      },
    }),
    takeBreak: () => {
      const was = broken
      broken = false
      return was
    },
  }
}

/** What has the next write lose a deadlock. */
function deadlocking() {
  let loses = false
  return {
    hooks: (): Partial<StoreUnderTest> => ({
      deadlock: (_sessionId, write) => {
        loses = true
        return write()
      },
    }),
    takeLoss: () => {
      const was = loses
      loses = false
      return was
    },
  }
}

/** A store that refuses the password. `cause` is what the driver threw. */
function refusing(cause: (secret: string) => Error): Partial<StoreUnderTest> {
  return {
    openRefused: (secret) => [
      async () => {
        const refuse = async () => {
          throw new SessionStorageError("authentication_failed", "The server refuses the user.", {
            cause: cause(secret),
          })
        }
        return replacing(createMemoryProvider(), { migrate: refuse, getSession: refuse, apply: refuse })
      },
    ],
  }
}

/** A driver's error that keeps the connection it came from. */
const withItsConnection = (secret: string): Error =>
  Object.defineProperty(new Error("Access denied"), "connection", {
    value: { config: { user: "ann", password: secret } },
    enumerable: false,
  })

const idle = breakable()
const inUse = breakable()
const rewritten = breakable()
const watched = breakable()
const told = deadlocking()
const halfDone = deadlocking()

/** Stores in which a subtree changes at the moment, by their location. */
const changing = new Set<string>()

/** Refuses some writes while a subtree of the same store changes. */
const refusedMeanwhile =
  (concerns: (batch: Batch) => boolean): Fault["plant"] =>
  (right) => ({
    async apply(batch) {
      if (changing.has(right.location) && concerns(batch)) throw new SessionStorageError("busy", "Deadlock found.")
      if (!changesSubtree(batch)) return right.apply(batch)
      changing.add(right.location)
      try {
        return await right.apply(batch)
      } finally {
        changing.delete(right.location)
      }
    },
  })

/** What is wrong with how a provider works with its database: connections, locks, its order, its escapes, its secrets. */
export const databaseFaults: Fault[] = [
  {
    name: "a pool that gives out a connection that has ended",
    caughtBy: /a store whose connections broke while nobody used them/,
    hooks: idle.hooks,
    plant: (right) => ({
      async getSession(query) {
        if (idle.takeBreak()) throw new Error("Client was closed and is not queryable")
        return right.getSession(query)
      },
    }),
  },
  {
    name: "a driver's own error for a connection that broke",
    caughtBy: /a call whose connection breaks fails with an error that says to try again/,
    hooks: inUse.hooks,
    plant: (right) => ({
      async changes(query) {
        inUse.takeBreak()
        await nextTurn()
        if (inUse.takeBreak()) throw new Error("Connection terminated unexpectedly")
        return right.changes(query)
      },
    }),
  },
  {
    name: "a batch that is tried again under another id",
    caughtBy: /writes whose connections break under them are stored once each/,
    hooks: rewritten.hooks,
    plant: (right) => ({
      async apply(batch) {
        if (!rewritten.takeBreak()) return right.apply(batch)
        await right.apply(otherwise(batch))
        throw new SessionStorageError("unavailable", "Connection lost.")
      },
    }),
  },
  {
    name: "a feed that ends with its connection",
    caughtBy: /a watch goes on, and misses nothing/,
    hooks: watched.hooks,
    plant: (right) => ({
      async sessionChanges(query) {
        if (watched.takeBreak()) throw new SessionStorageError("unexpected", "Connection lost.")
        return right.sessionChanges(query)
      },
    }),
  },
  {
    name: "a deadlock that reaches the caller",
    caughtBy: /a write that loses a deadlock is tried again as a whole/,
    hooks: told.hooks,
    plant: (right) => ({
      async apply(batch) {
        if (told.takeLoss() && !changesSubtree(batch)) throw new SessionStorageError("busy", "Deadlock found.")
        return right.apply(batch)
      },
    }),
  },
  {
    name: "a deletion that goes on where it lost the deadlock",
    caughtBy: /a deletion that loses a deadlock hides the whole subtree/,
    hooks: halfDone.hooks,
    plant: (right) => ({
      async apply(batch) {
        const result = await right.apply(batch)
        if (halfDone.takeLoss() && batch.changes[0]?.type === "session.delete") {
          const page = { scope: everything, state: "deleted", parentId: batch.sessionId, limit: 1 } as const
          for (const { id } of (await right.listSessions(page)).sessions) {
            await right.apply({ ...otherwise(batch, [{ type: "session.restore" }]), sessionId: id })
          }
        }
        return result
      },
    }),
  },
  {
    name: "a subtree that cannot change while another one does",
    caughtBy: /deleted, restored and written to by many handles/,
    into: "sqlite",
    plant: refusedMeanwhile(changesSubtree),
  },
  {
    name: "a session that cannot join another while subtrees change",
    caughtBy: /exchange their sub-agents' sessions/,
    into: "sqlite",
    plant: refusedMeanwhile(({ changes }) =>
      changes.some((each) => each.type === "session.update" && each.fields.parentId !== undefined),
    ),
  },
  {
    name: "a migration that does not know a statement that ran",
    caughtBy: /a migration that is killed between any statement and its record/,
    into: "sqlite",
    hooks: (planted, { openInProcess }) =>
      planted && openInProcess !== undefined
        ? { openInProcess: { ...openInProcess, module: unrecordedMigration } }
        : {},
    plant: () => ({}),
  },
  {
    name: "a migration beside another program's tables",
    caughtBy: /another program's data is refused as such and left as it is/,
    into: "sqlite",
    plant: (right) => ({
      migrate: (options) =>
        right.migrate(options).catch((error: unknown) => {
          if (!SessionStorageError.isInstance(error, "foreign_database")) throw error
          return { applied: ["0000_first"], pending: [], version: "0000_first" }
        }),
    }),
  },
  {
    name: "another program's tables that are refused as a failed migration",
    caughtBy: /another program's data is refused as such and left as it is/,
    into: "sqlite",
    plant: (right) => ({
      migrate: (options) =>
        right.migrate(options).catch((error: unknown) => {
          if (!SessionStorageError.isInstance(error, "foreign_database")) throw error
          throw new SessionStorageError("migration_failed", 'relation "session" already exists')
        }),
    }),
  },
  {
    name: "a migration that a newer version made, passed over",
    caughtBy: /a store that a newer version has migrated is refused as such/,
    into: "sqlite",
    plant: (right) => ({
      migrate: (options) =>
        right.migrate(options).catch((error: unknown) => {
          if (!SessionStorageError.isInstance(error, "newer_schema")) throw error
          return { applied: [], pending: [], version: "0000_first" }
        }),
    }),
  },
  {
    name: "files in the order of a language",
    caughtBy: /files come by the bytes of their paths/,
    plant: (right) => ({
      async listFiles(query) {
        const page = await right.listFiles(query)
        page.files.sort((left, other) => compare(left.path, other.path) || left.version - other.version)
        return page
      },
    }),
  },
  {
    name: "sub-agents' sessions in the order of a language",
    caughtBy: /a parent's sub-agents' sessions come so, too/,
    plant: (right) => ({
      async listSessions(query) {
        const page = await right.listSessions(query)
        if (query.parentId === undefined || query.parentId === null) return page
        return { ...page, sessions: page.sessions.sort((left, other) => compare(other.id, left.id)) }
      },
    }),
  },
  {
    name: "projects in the order of a language",
    caughtBy: /projects come by the bytes of their ids/,
    plant: (right) => ({
      listProjects: async () =>
        (await right.listProjects()).sort((left, other) => byBytes(withoutMarks(left.id), withoutMarks(other.id))),
    }),
  },
  {
    name: "hits whose cursor is of another order than their page",
    caughtBy: /titles that are found come in one order, whatever the page/,
    plant: (right) => ({
      async search(query) {
        const page = await right.search(query)
        if (page.nextCursor !== null) return page
        page.hits.sort((left, other) => {
          const tie = left.partId === other.partId && left.session.updatedAt === other.session.updatedAt
          return tie ? compare(other.session.id, left.session.id) : 0
        })
        return page
      },
    }),
  },
  {
    name: "two backslashes in an id taken for one",
    caughtBy: /sessions, messages and parts are found by exactly the ids/,
    plant: (right) => ({
      getSession: (query) => right.getSession({ ...query, sessionId: query.sessionId.replaceAll("\\\\\\", "\\") }),
    }),
  },
  {
    name: "a backslash doubled in the path that is asked for",
    caughtBy: /a file is found by exactly its path/,
    plant: (right) => ({
      listFiles: ({ path, ...query }) =>
        right.listFiles(path === undefined ? query : { ...query, path: path.replaceAll("\\", "\\\\") }),
    }),
  },
  {
    name: "a quote doubled in the alias that is asked for",
    caughtBy: /projects, their aliases and the parents of sessions are told apart/,
    plant: (right) => ({ getProject: (id) => right.getProject(id.replaceAll("'", "''")) }),
  },
  {
    name: "two backslashes in a batch's id taken for one",
    caughtBy: /a batch is recognised by exactly its id/,
    plant: (right) => ({ apply: (batch) => right.apply({ ...batch, id: batch.id.replaceAll("\\\\", "\\") }) }),
  },
  {
    name: "an escape character that is not escaped itself",
    caughtBy: /a search finds the texts that have its characters as they stand/,
    plant: (right) => ({
      // `\%` then asks for a backslash and anything behind it.
      search: (query) => right.search({ ...query, text: query.text.replace(/^\\[%_]$/, "\\") }),
    }),
  },
  {
    name: "a driver's error as the cause, with the password of its connection",
    caughtBy: /the errors of a store that cannot be reached hold its password nowhere/,
    hooks: (planted) => refusing(planted ? withItsConnection : () => new Error("Access denied")),
    plant: () => ({}),
  },
]
