import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createSessionStore } from "@opencode/session-core"
import { integer, sessionTables, set, statement, text, update } from "@opencode/session-core/drizzle"
import Database from "better-sqlite3"
import { sql } from "drizzle-orm"
import { expect, onTestFinished, test } from "vitest"
import { sqliteDialect } from "./sqlite-dialect.ts"
import { createSqliteProvider } from "./sqlite-provider.ts"

const { session } = sessionTables

const keepCreation = statement({ session: text, createdAt: integer }, (given) =>
  update(
    session,
    [set(session.updatedAt, session.createdAt), set(session.createdAt, given.createdAt)],
    sql`${session.id} = ${given.session}`,
  ),
)

test("an UPDATE whose assignments read each other's columns gives SQLite the values that it gives other databases", async () => {
  const folder = mkdtempSync(join(tmpdir(), "session-order-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, "opencode.db")
  const provider = await createSqliteProvider({ file, synchronous: "normal" })
  await provider.migrate()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
  const { createdAt } = await store.sessions.create({ id: "s" })
  await provider.close()
  const raw = new Database(file)
  onTestFinished(() => void raw.close())
  const rendered = keepCreation.render(sqliteDialect)
  raw.prepare(rendered.sql).run(rendered.valuesOf({ session: "s", createdAt: 7 }))
  expect(raw.prepare("SELECT created_at, updated_at FROM session").get()).toEqual({
    created_at: 7,
    updated_at: createdAt,
  })
})
