import { chosenDriver, loadDriver } from "@opencode/session-sqlite-driver"
import type { ProviderSuite } from "@opencode/session-testkit"
import suite from "./sqlite-suite.ts"

/*
 * SQLite, as if another process settled about half of the sessions right after they were written: what few sessions do not show
 * in the tests of the contract.
 */

const settling = `CREATE TRIGGER settling AFTER UPDATE OF sequence ON session WHEN new.listed_at IS NULL AND random() % 2 = 0
BEGIN UPDATE session SET listed_at = new.updated_at, fed_at = new.sequence WHERE number = new.number; END`

async function settle<Store extends { provider: { location: string } }>(store: Store): Promise<Store> {
  const { driver } = await loadDriver(chosenDriver(process.env))
  const database = driver.open(store.provider.location, { timeout: 5_000 })
  database.exec(settling)
  database.close()
  return store
}

export default {
  ...suite,
  name: "sqlite, with sessions that settle at once",
  createMigrated: async () => settle(await suite.createMigrated()),
} satisfies ProviderSuite
