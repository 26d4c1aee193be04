import { integer, sessionTables, set, statement, text, update } from "@opencode/session-core/drizzle"
import { sql } from "drizzle-orm"
import type { RowDataPacket } from "mysql2/promise"
import { connectAsAdministrator, describeServers } from "session-test-servers/mysql"
import { expect, onTestFinished, test } from "vitest"
import { bindValues } from "../src/packet/bind-values.ts"
import { mysqlDialect } from "../src/sql/mysql-dialect.ts"
import { apply, create, freshStore } from "./support/fresh-store.ts"

const { session } = sessionTables

/** The schema declares `createdAt` first: in that order, the server would read its new value for `updatedAt`. */
const keepCreation = statement({ session: text, createdAt: integer }, (given) =>
  update(
    session,
    [set(session.updatedAt, session.createdAt), set(session.createdAt, given.createdAt)],
    sql`${session.id} = ${given.session}`,
  ),
)

describeServers("an UPDATE whose assignments read each other's columns", (server) => {
  test("assigns in the order that the statement states, so that no value is the new one of another column", async () => {
    const { database, provider } = await freshStore(server)
    await apply(provider, "s", [create()])
    const rendered = keepCreation.render(mysqlDialect({ userVariables: true, foreignKeys: true }))
    const connection = await connectAsAdministrator(server)
    onTestFinished(() => connection.destroy())
    await connection.query(`USE \`${database.name}\`; UPDATE session SET created_at = 5, updated_at = 6`)
    const values = rendered.valuesOf({ session: "s", createdAt: 7 })
    await connection.query(bindValues({ statement: rendered, values }))
    const [rows] = await connection.query<RowDataPacket[]>("SELECT created_at, updated_at FROM session")
    expect(rows).toEqual([{ created_at: 7, updated_at: 5 }])
  })
})
