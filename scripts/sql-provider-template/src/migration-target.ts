import { assertNotForeign, type MigrationTarget } from "@opencode/session-core/drizzle"
import type { ExampleConnection } from "./connection.ts"
import type { RunStatement } from "./database.ts"

const table = "schema_migration"

/** Any number that no other program of the database locks. */
const lock = 7_261_938_104

/**
 * A database that is being migrated: all in one transaction, since DDL can be rolled back here. A killed process leaves nothing of
 * it. Where DDL commits by itself, `isAlreadyDone` recognises what ran and was not recorded.
 */
export function migrationTarget(connection: ExampleConnection, location: string): MigrationTarget {
  let own: RunStatement | undefined

  const run: RunStatement = (statement, values) =>
    own === undefined ? connection.transaction("read", (once) => once(statement, values)) : own(statement, values)

  return {
    async progress() {
      const tables = await run("select tablename as name from pg_tables where schemaname = current_schema()")
      const names = tables.map(({ name }) => String(name))
      if (!names.includes(table)) {
        // Another program's tables are left alone: some of ours have names that others use, too.
        assertNotForeign(names, location)
        return []
      }
      const rows = await run(`select name, done, total, checksum from ${table} order by name`)
      return rows.map(({ name, done, total, checksum }) => ({
        ...{ name: String(name), done: Number(done), total: Number(total), checksum: String(checksum) },
      }))
    },

    exclusively: (work) =>
      connection.transaction("write", async (run) => {
        own = run
        try {
          // Other processes wait here until this transaction ends.
          await run("select pg_advisory_xact_lock($1)", [lock])
          return await work()
        } finally {
          own = undefined
        }
      }),

    async prepare() {
      await run(`create table if not exists ${table} (
        name text primary key, done bigint not null, total bigint not null, checksum text not null)`)
    },

    async execute(statement) {
      await run(statement)
    },

    async record({ name, done, total, checksum }) {
      await run(
        `insert into ${table} (name, done, total, checksum) values ($1, $2, $3, $4)
         on conflict (name) do update set done = excluded.done`,
        [name, done, total, checksum],
      )
    },

    isAlreadyDone: () => false,
  }
}
