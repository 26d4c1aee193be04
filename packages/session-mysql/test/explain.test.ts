import type { BoundStatement, Row, SqlConnection } from "@opencode/session-core/drizzle"
import { createSqlQueries } from "@opencode/session-core/drizzle"
import { expect, test } from "vitest"
import { bindValues } from "../src/bind-values.ts"
import { mysqlDialect } from "../src/mysql-dialect.ts"
import { MysqlSearch } from "../src/mysql-search.ts"
import { schema } from "../src/schema.ts"
import { connectAsAdministrator, describeServers } from "./servers/index.ts"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"

describeServers("the plan of every read", (server) => {
  test("goes by an index, and sorts no table", async () => {
    const { provider, database } = await freshStore(server)
    const sessions = Array.from({ length: 300 }, (_, index) => `s${index}`)
    for (const id of sessions) await apply(provider, id, [create(), message("m"), text("m", "p", "x")])
    const contents = Array.from({ length: 400 }, (_, index) => [message(`m${index}`), text(`m${index}`, "p", "x")])
    await apply(provider, "s1", contents.flat())
    const asked: BoundStatement[] = []
    const listening: SqlConnection = {
      async read(statements) {
        asked.push(...statements)
        return statements.map((): Row[] => [{ deletedAt: null }])
      },
      write: async () => [],
    }
    const queries = createSqlQueries(listening, mysqlDialect(new MysqlSearch(listening)), schema)
    const everything = { allProjects: true } as const
    const { nextCursor } = await provider.listSessions({ scope, state: "active", limit: 10 })
    const page = { limit: 10, sessionId: "s1" }
    const calls: [string, () => Promise<unknown>][] = [
      ["one session", () => queries.getSession({ scope, sessionId: "s1" })],
      ["sessions", () => queries.listSessions({ scope, state: "active", limit: 10, cursor: nextCursor ?? "" })],
      ["root sessions", () => queries.listSessions({ scope, state: "active", parentId: null, limit: 10 })],
      ["all sessions", () => queries.listSessions({ scope: everything, state: "active", limit: 10 })],
      ["messages", () => queries.listMessages({ scope, ...page, order: "oldest-first" })],
      ["newest messages", () => queries.listMessages({ scope, ...page, order: "newest-first" })],
      ["messages from one on", () => queries.listMessages({ scope, ...page, order: "oldest-first", from: "m200" })],
      ["messages from one back", () => queries.listMessages({ scope, ...page, order: "newest-first", from: "m200" })],
      ["files", () => queries.listFiles({ scope, ...page })],
      ["changes", () => queries.changes({ scope, ...page, since: 5 })],
      ["changed sessions", () => queries.sessionChanges({ scope, limit: 10 })],
      ["project", () => queries.getProject("app")],
      ["what can be pruned", () => queries.prune({ scope, deletedBefore: 1, user: null })],
    ]
    const search = new MysqlSearch(listening)
    // By LIKE, from the newest on, until a page is full: each row is looked at, in the order of the key.
    const looksThrough: [string, () => Promise<unknown>][] = [
      ["search", () => search.find({ scope, text: "needle", limit: 10 })],
      ["search in all projects", () => search.find({ scope: everything, text: "needle", limit: 10 })],
    ]
    const connection = await connectAsAdministrator(server)
    try {
      await connection.query(`USE \`${database.name}\`; ANALYZE TABLE session, message, part`)
      const wrong: string[] = []
      for (const [name, call] of [...calls, ...looksThrough]) {
        asked.length = 0
        // What it makes of the rows that it is given is not looked at.
        await call().catch(() => undefined)
        expect(asked.length, name).toBeGreaterThan(0)
        for (const statement of asked) {
          const [rows] = await connection.query(`EXPLAIN ${bindValues(statement)}`)
          for (const row of rows as Record<string, unknown>[]) {
            const derived = String(row.table).startsWith("<")
            if (row.table === null || row.Extra === "no matching row in const table" || derived) continue
            const inOrderOfKey = row.type === "index" && looksThrough.some(([search]) => search === name)
            const byIndex = row.type !== "ALL" && (row.type !== "index" || inOrderOfKey)
            if (!byIndex || /filesort|temporary/.test(String(row.Extra))) {
              wrong.push(`${name}: ${row.table} by ${row.type}, ${row.Extra}`)
            }
          }
        }
      }
      expect(wrong).toEqual([])
    } finally {
      await connection.end()
    }
  })
})
