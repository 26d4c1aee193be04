import { statSync } from "node:fs"
import { dirname } from "node:path"
import type { HealthCheck } from "@opencode/session-core/provider"
import type { LoadedDriver, SqliteDatabase } from "@opencode/session-sqlite-driver"
import { mostWaiting } from "./search-indexing.ts"
import { largestSize, logSize } from "./wal-checkpoints.ts"

/** Looks at the file and at the database in it. Whatever is wrong is a finding: nothing is thrown. */
export function checkDatabase(database: SqliteDatabase, file: string, loaded: LoadedDriver): HealthCheck[] {
  const looks: [name: string, look: () => HealthCheck][] = [
    ["driver", () => checkDriver(loaded)],
    ["file", () => checkFile(file)],
    ["folder", () => checkFolder(file)],
    ["journal", () => checkJournal(database, file)],
    ["integrity", () => checkIntegrity(database)],
    ["references", () => checkReferences(database)],
    ["search", () => checkSearch(database)],
  ]
  return looks.map(([name, look]) => {
    try {
      return look()
    } catch (error) {
      // A damaged file cannot be looked at everywhere, and one that was removed nowhere.
      const message = error instanceof Error ? error.message : String(error)
      return { name, status: "error", message: `this could not be looked at: ${message}` }
    }
  })
}

function checkDriver({ driver, unavailable }: LoadedDriver): HealthCheck {
  const others = unavailable.map(({ name, reason }) => `; ${name} cannot be loaded: ${reason}`)
  return { name: "driver", status: "ok", message: `${driver.name}, SQLite ${driver.sqliteVersion}${others.join("")}` }
}

function checkFile(file: string): HealthCheck {
  const { size, mode } = statSync(file)
  const message = `${file}, ${(size / 1e6).toFixed(1)} MB`
  return isPrivate(mode)
    ? { name: "file", status: "ok", message }
    : { name: "file", status: "warning", message: `${message}, readable for others`, hint: `chmod 600 ${file}` }
}

function checkFolder(file: string): HealthCheck {
  const folder = dirname(file)
  return isPrivate(statSync(folder).mode)
    ? { name: "folder", status: "ok", message: folder }
    : { name: "folder", status: "warning", message: `${folder} is open to others`, hint: `chmod 700 ${folder}` }
}

/** Windows has no such permissions. */
const isPrivate = (mode: number): boolean => process.platform === "win32" || (mode & 0o077) === 0

function checkJournal(database: SqliteDatabase, file: string): HealthCheck {
  const mode = database.pragma("journal_mode")
  if (mode !== "wal") {
    return {
      name: "journal",
      status: "warning",
      message: `journal mode ${mode}: readers and writers wait for each other`,
      hint: "The file system does not allow a write-ahead log. Keep the database on a local disk.",
    }
  }
  const size = logSize(file)
  const message = `write-ahead log of ${(size / 1e6).toFixed(1)} MB`
  // A last transaction and what was written meanwhile come on top.
  if (size > 2 * largestSize) {
    return {
      name: "journal",
      status: "warning",
      message: `${message}: it cannot begin anew while a program reads an old state`,
      hint: "End programs that keep a transaction open, such as a database browser. The next writes then use the log again.",
    }
  }
  return { name: "journal", status: "ok", message: `${message}: readers and writers do not wait for each other` }
}

function checkIntegrity(database: SqliteDatabase): HealthCheck {
  const found = database.pragma("quick_check")
  return found === "ok"
    ? { name: "integrity", status: "ok", message: "the file is whole" }
    : {
        name: "integrity",
        status: "error",
        message: `the file is damaged: ${found}`,
        hint: "Copy the file away, then try `sqlite3 FILE .recover`, or go back to a copy.",
      }
}

function checkReferences(database: SqliteDatabase): HealthCheck {
  const found = database.prepareValues("PRAGMA foreign_key_check").get()
  return found === undefined
    ? { name: "references", status: "ok", message: "every part has its message" }
    : { name: "references", status: "error", message: "there are parts without their message" }
}

/** Far more texts than ever wait while the index can be written. */
const tooManyWaiting = 20 * mostWaiting.rows

/** Searches find what waits, too: it is only a matter of their time. */
function checkSearch(database: SqliteDatabase): HealthCheck {
  const isMigrated = database.prepareValues("SELECT 1 FROM sqlite_master WHERE name = 'part_search_progress'").get()
  if (isMigrated === undefined) return { name: "search", status: "ok", message: "there is no index yet" }
  const waiting = ["session", "part"].reduce((sum, table) => {
    const rows = database.prepareValues(
      `SELECT (SELECT count(*) FROM ${table} WHERE number > (SELECT number FROM ${table}_search_progress))
        + (SELECT count(*) FROM ${table}_search_changed)`,
    )
    return sum + Number(rows.get())
  }, 0)
  if (waiting === 0) return { name: "search", status: "ok", message: "every text is indexed" }
  const message = `${waiting} texts wait to be indexed; a search reads them one by one`
  return waiting < tooManyWaiting
    ? { name: "search", status: "ok", message }
    : {
        name: "search",
        status: "warning",
        message,
        hint: "Something keeps the index from being written. The other checks may say what. Searches find all the same, slowly.",
      }
}
