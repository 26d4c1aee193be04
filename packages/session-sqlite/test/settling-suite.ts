import { sharedStatements } from "@opencode/session-core/drizzle"
import type { SessionProvider } from "@opencode/session-core/provider"
import { chosenDriver, loadDriver } from "@opencode/session-sqlite-driver"
import type { ProviderSuite } from "@opencode/session-testkit"
import { sqliteDialect } from "../src/sqlite-dialect.ts"
import suite from "./sqlite-suite.ts"

/*
 * SQLite, as if another process settled about half of the sessions right after they were written, by the statements that settle them:
 * what few sessions do not show in the tests of the contract.
 */

const claim = "UPDATE session SET settled_by = 'test' WHERE listed_at IS NULL AND random() % 2 = 0"
const settling = sharedStatements(sqliteDialect)
  .filter(([name]) => name.startsWith("hotSessions.settleOldest."))
  .map(([, definition]) => definition.render(sqliteDialect))
const values = { mark: "test" }

const { driver } = await loadDriver(chosenDriver(process.env))

function settled(provider: SessionProvider): SessionProvider {
  const database = driver.open(provider.location, { timeout: 5_000 })
  const run = (sql: string, given: unknown[] = []) => database.prepare(sql).run(given)
  return {
    ...provider,
    async apply(batch) {
      const result = await provider.apply(batch)
      run("BEGIN IMMEDIATE")
      run(claim)
      for (const each of settling) run(each.sql, each.valuesOf(values))
      run("COMMIT")
      return result
    },
    async close() {
      database.close()
      await provider.close()
    },
  }
}

export default {
  ...suite,
  name: "sqlite, with sessions that settle at once",
  async createMigrated() {
    const store = await suite.createMigrated()
    const { reopen } = store
    return { ...store, provider: settled(store.provider), reopen: async () => settled(await reopen()) }
  },
} satisfies ProviderSuite
