import { randomUUID } from "node:crypto"
import { openBare } from "../support/open-bare.ts"
import { type ImportPeer, versionOf } from "./install-peers.ts"
import type { OpenPeer, PeerMessage } from "./peer.ts"

/** What is used of Drizzle's prepared queries. */
interface Prepared {
  run(values: Record<string, unknown>): unknown
  all(values: Record<string, unknown>): unknown[]
}

/** A query that is being built: each step gives the next. */
interface Query {
  values(values: Record<string, unknown>): Query
  set(values: Record<string, unknown>): Query
  from(table: object): Query
  where(condition: unknown): Query
  orderBy(order: unknown): Query
  limit(count: unknown): Query
  prepare(): Prepared
}

interface DrizzleDatabase {
  insert(table: object): Query
  update(table: object): Query
  select(): Query
}

interface Drizzle {
  drizzle(database: unknown): DrizzleDatabase
}

interface Operators {
  eq(left: unknown, right: unknown): unknown
  desc(column: unknown): unknown
  like(left: unknown, right: unknown): unknown
  sql: { placeholder(name: string): unknown }
}

interface Columns {
  sqliteTable(name: string, columns: Record<string, unknown>): Record<string, object>
  text(name: string, options?: { mode: "json" }): unknown
  integer(name: string): unknown
}

const unlimited = -1

/**
 * What somebody writes who needs a table of sessions and one of messages, with a column of JSON: Drizzle over better-sqlite3, each
 * query prepared once, an index for each list.
 */
export function drizzleTables(importPeer: ImportPeer): OpenPeer {
  return async (file) => {
    // As far as they are described above.
    const { drizzle } = (await importPeer("drizzle-orm/better-sqlite3")) as Drizzle
    const { eq, desc, like, sql } = (await importPeer("drizzle-orm")) as Operators
    const { sqliteTable, text, integer } = (await importPeer("drizzle-orm/sqlite-core")) as Columns
    const client = openBare(file)
    client.exec(`
      CREATE TABLE session (id TEXT PRIMARY KEY, title TEXT, updated_at INTEGER);
      CREATE INDEX session_updated ON session (updated_at);
      CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, created_at INTEGER, data TEXT);
      CREATE INDEX message_session ON message (session_id, created_at);`)
    const session = sqliteTable("session", { id: text("id"), title: text("title"), updatedAt: integer("updated_at") })
    const message = sqliteTable("message", {
      id: text("id"),
      sessionId: text("session_id"),
      createdAt: integer("created_at"),
      data: text("data", { mode: "json" }),
    })
    const database = drizzle(client)
    const given = (name: string) => sql.placeholder(name)
    const insertSession = database
      .insert(session)
      .values({ id: given("id"), title: given("title"), updatedAt: given("at") })
      .prepare()
    const touchSession = database
      .update(session)
      .set({ updatedAt: given("at") })
      .where(eq(session.id, given("id")))
      .prepare()
    const insertMessage = database
      .insert(message)
      .values({ id: given("id"), sessionId: given("session"), createdAt: given("at"), data: given("data") })
      .prepare()
    const updateMessage = database
      .update(message)
      .set({ data: given("data") })
      .where(eq(message.id, given("id")))
      .prepare()
    const messagesOf = (order: unknown) =>
      database
        .select()
        .from(message)
        .where(eq(message.sessionId, given("session")))
        .orderBy(order)
        .limit(given("limit"))
        .prepare()
    const ascending = messagesOf(message.createdAt)
    const descending = messagesOf(desc(message.createdAt))
    const sessions = database.select().from(session).orderBy(desc(session.updatedAt)).limit(given("limit")).prepare()
    const containing = database
      .select()
      .from(message)
      .where(like(message.data, given("pattern")))
      .limit(20)
      .prepare()
    const data = ({ role, text }: PeerMessage) => ({ role, parts: [{ type: "text", text }] })
    // Two messages of one millisecond keep their order.
    let time = Date.now()
    const next = () => {
      time += 1
      return time
    }
    const append = client.transaction((sessionId: string, id: string, content: PeerMessage) => {
      insertMessage.run({ id, session: sessionId, at: next(), data: data(content) })
      touchSession.run({ id: sessionId, at: time })
    }).immediate
    const create = async (title: string) => {
      const id = randomUUID()
      insertSession.run({ id, title, at: next() })
      return id
    }
    return {
      name: "Drizzle, two tables",
      version: versionOf("drizzle-orm"),
      durability: "WAL, synchronous NORMAL (set here: it has no default)",
      notes: "search is LIKE over all messages",
      create,
      append: async (sessionId, content) => append(sessionId, randomUUID(), content),
      async fill(messages) {
        const id = await create("A long session")
        for (const content of messages) append(id, randomUUID(), content)
        return id
      },
      async storeEachDelta(sessionId, deltas) {
        const id = randomUUID()
        let text = ""
        for (const [index, delta] of deltas.entries()) {
          text += delta
          const content: PeerMessage = { role: "assistant", text }
          if (index === 0) append(sessionId, id, content)
          else updateMessage.run({ id, data: data(content) })
        }
      },
      reply: async (sessionId, deltas) => append(sessionId, randomUUID(), { role: "assistant", text: deltas.join("") }),
      last: async (sessionId, limit) => descending.all({ session: sessionId, limit }).length,
      all: async (sessionId) => ascending.all({ session: sessionId, limit: unlimited }).length,
      list: async (limit) => sessions.all({ limit }).length,
      search: async (word) => containing.all({ pattern: `%${word}%` }).length,
      async multiply(total) {
        const count = Number(client.prepare("SELECT count(*) FROM session").pluck().get())
        for (let made = count; made < total; made += 1000) {
          client.transaction(() => {
            for (let index = made; index < Math.min(total, made + 1000); index += 1)
              insertSession.run({ id: randomUUID(), title: `Fix the parser ${index}`, at: next() })
          })()
        }
      },
      async close() {
        client.close()
      },
    }
  }
}
