import { chosenDriver, loadDriver } from "@opencode/session-sqlite-driver"
import { openDatabase } from "../src/open-database.ts"
import { SearchIndexing } from "../src/search-indexing.ts"
import { SqliteConnection } from "../src/sqlite-connection.ts"

/** Indexes all that waits in a file, by a connection of its own, as another process would. */
export async function indexFile(file: string): Promise<void> {
  const driver = chosenDriver(process.env)
  const loaded = await loadDriver(driver)
  const connection = new SqliteConnection(
    await openDatabase(loaded.driver, { file, synchronous: "normal", driver }),
    file,
  )
  await new SearchIndexing(connection).finish()
  await connection.close()
}
