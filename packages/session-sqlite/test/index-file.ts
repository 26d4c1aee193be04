import { chosenDriver, loadDriver } from "@opencode/session-sqlite-driver"
import { openDatabase } from "../src/open-database.ts"
import { SearchIndexing } from "../src/search-indexing.ts"
import { SqliteConnection } from "../src/sqlite-connection.ts"
import { WalCheckpoints } from "../src/wal-checkpoints.ts"

/** Indexes all that waits in a file, by a connection of its own, as another process would. */
export async function indexFile(file: string): Promise<void> {
  const driver = chosenDriver(process.env)
  const loaded = await loadDriver(driver)
  const database = await openDatabase(loaded.driver, { file, synchronous: "normal", driver })
  const connection = new SqliteConnection(database, file, new WalCheckpoints(database, loaded.driver, file))
  await new SearchIndexing(connection).finish()
  await connection.close()
}
