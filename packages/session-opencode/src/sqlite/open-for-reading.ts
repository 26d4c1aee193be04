import { stat } from "node:fs/promises"
import { requireRuntime } from "@opencode/session-core/provider"
import { chosenDriver, loadDriver, type SqliteDatabase } from "@opencode/session-sqlite-driver"
import { openWithoutFolder } from "./open-without-folder.ts"
import { translateSqliteError } from "./translate-sqlite-error.ts"

/** How long to wait for another program's lock. The process does nothing else meanwhile. */
const busyMilliseconds = 3000

/**
 * Opens another program's SQLite file for reading only. It may be in use: a reader does not stop a writer in WAL mode, and
 * nothing in the file is changed. Fails with `access_denied`, `corrupt` or `runtime_unsupported`.
 */
export async function openForReading(path: string): Promise<SqliteDatabase> {
  requireRuntime("SQLite files")
  const { driver } = await loadDriver(chosenDriver(process.env))
  let database: SqliteDatabase | undefined
  try {
    database = driver.open(path, { readOnly: true, timeout: busyMilliseconds, exactIntegers: true })
    prepare(database)
    return database
  } catch (error) {
    database?.close()
    if (isFolderProblem(error) && (await isQuiet(path))) {
      try {
        const copy = await openWithoutFolder(driver, path)
        prepare(copy)
        return copy
      } catch (cause) {
        throw translateSqliteError(cause, path)
      }
    }
    throw translateSqliteError(error, path)
  }
}

/** Another program's views and triggers must not run anything. Reads the header too. */
function prepare(database: SqliteDatabase): void {
  database.pragma("trusted_schema = OFF")
  database.pragma("query_only = ON")
  database.pragma("cell_size_check = ON")
  database.prepareValues("SELECT count(*) FROM sqlite_master").get()
}

/** A database in WAL mode needs two files beside it, even to be read; in a folder that is read-only they cannot be made. */
function isFolderProblem(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  return code.startsWith("SQLITE_READONLY") || code.startsWith("SQLITE_CANTOPEN")
}

/** Whether all of the database is in its one file. */
async function isQuiet(path: string): Promise<boolean> {
  try {
    return (await stat(`${path}-wal`)).size === 0
  } catch {
    return true
  }
}
