import { stat } from "node:fs/promises"
import { SessionStorageError } from "@opencode/session-core"
import type { SqliteDatabase, SqliteDriver } from "@opencode/session-sqlite-driver"

/**
 * Reads a database whose folder is read-only and that no program writes to. A copy on disk would do as well, but would hold
 * the credentials that OpenCode keeps there.
 */
export async function openWithoutFolder(driver: SqliteDriver, path: string): Promise<SqliteDatabase> {
  const { size } = await stat(path)
  if (size > driver.largestImmutable) {
    throw new SessionStorageError(
      "access_denied",
      `The folder of ${path} cannot be written to, which SQLite needs to read it.`,
      {
        hint: "Copy the file into a folder of your own and import it from there, or set OPENCODE_SQLITE_DRIVER=node:sqlite, which reads it where it is.",
      },
    )
  }
  return driver.openImmutable(path, { exactIntegers: true })
}
