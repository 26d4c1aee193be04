import { createSqlQueries, type SqlCommand, type SqlConnection } from "@opencode/session-core/drizzle"
import type { RowDataPacket } from "mysql2/promise"
import { connectAsAdministrator, describeServers } from "session-test-servers/mysql"
import { expect, onTestFinished, test } from "vitest"
import { bindValues } from "../src/packet/bind-values.ts"
import { mysqlDialect } from "../src/sql/mysql-dialect.ts"
import { apply, create, freshStore } from "./support/fresh-store.ts"

/** So many that reading all of them would look cheap to a planner that takes each for a child. */
const others = 5_000

describeServers("a session among many that have no parent", (server) => {
  test("is purged by its own rows: the others are not read to find its descendants", async () => {
    const { provider, database } = await freshStore(server)
    await apply(provider, "s", [create()])
    const connection = await connectAsAdministrator(server)
    onTestFinished(() => connection.end())
    await connection
      .query(`USE \`${database.name}\`; SET SESSION cte_max_recursion_depth = ${others}`)
      .catch(() => connection.query(`USE \`${database.name}\`; SET SESSION max_recursive_iterations = ${others}`))
    const [columns] = await connection.query<RowDataPacket[]>("SHOW COLUMNS FROM session")
    const names = columns.map(({ Field }) => String(Field)).filter((name) => name !== "number")
    await connection.query(
      `INSERT INTO session (${names.join(", ")})
       WITH RECURSIVE copy (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM copy WHERE number < ${others - 1})
       SELECT ${names.map((name) => (name === "id" ? "concat(id, '-', copy.number)" : `session.${name}`)).join(", ")}
       FROM session, copy`,
    )
    await connection.query("ANALYZE TABLE session")
    const asked: SqlCommand[] = []
    const listening: SqlConnection = {
      read: async (commands) => commands.map(() => []),
      write: async ({ commands }) => {
        asked.push(...commands)
        return [{ revision: 2 }]
      },
    }
    const dialect = mysqlDialect({ userVariables: true, foreignKeys: true })
    await apply({ ...provider, ...createSqlQueries({ connection: listening, dialect }) }, "s", [
      { type: "session.purge" },
    ])
    const finding = asked.filter(({ statement }) => statement.sql.includes("recursive"))
    expect(finding.length).toBeGreaterThan(0)
    for (const command of finding) {
      const [rows] = await connection.query<RowDataPacket[]>(`EXPLAIN FORMAT=TRADITIONAL ${bindValues(command)}`)
      expect(rows.filter(({ table, type }) => table === "session" && type === "ALL")).toEqual([])
    }
  })
})
