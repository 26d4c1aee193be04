import { readFile, stat } from "node:fs/promises"
import { SessionStorageError } from "@opencode/session-core"
import type { Database } from "better-sqlite3"

const maximumBytes = 1024 * 1024 * 1024
/** Where the header says how the file is to be read and written: 2 is WAL, 1 is not. */
const versionBytes = [18, 19]
const withoutLog = 1

/**
 * Reads a database whose folder is read-only and that nobody writes to, all of it into memory: SQLite's own way for that
 * case (`immutable`) is not built into the driver, and a copy on disk would hold the credentials that OpenCode keeps there.
 */
export async function openWithoutFolder(path: string): Promise<Database> {
  const { size } = await stat(path)
  if (size > maximumBytes) {
    throw new SessionStorageError(
      "access_denied",
      `The folder of ${path} cannot be written to, which SQLite needs to read it.`,
      {
        hint: "Copy the file into a folder of your own and import it from there.",
      },
    )
  }
  const bytes = await readFile(path)
  for (const at of versionBytes) bytes[at] = withoutLog
  const { default: Sqlite } = await import("better-sqlite3")
  return new Sqlite(bytes, { readonly: true })
}
