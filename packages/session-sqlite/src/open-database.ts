import { closeSync, existsSync, mkdirSync, openSync } from "node:fs"
import { dirname } from "node:path"
import type { SqliteDatabase, SqliteDriver } from "@opencode/session-sqlite-driver"
import { isOurs } from "./identify-database.ts"
import type { SqliteOptions } from "./options.ts"
import { translateError } from "./translate-error.ts"
import { blockingTimeout, whileBusy } from "./wait-for-lock.ts"

/** What better-sqlite3 has by default. The other drivers have an eighth of it. */
const cacheKibibytes = 16_000

/** Opens the file, and makes it if need be: readable for its owner alone, for several processes at a time. */
export async function openDatabase(
  driver: SqliteDriver,
  { file, synchronous }: SqliteOptions,
): Promise<SqliteDatabase> {
  let database: SqliteDatabase | undefined
  try {
    createFile(file)
    database = driver.open(file, { timeout: blockingTimeout })
    const opened = database
    await whileBusy(() => isOurs(opened, file))
    await whileBusy(() => {
      if (opened.pragma("journal_mode") !== "wal") opened.pragma("journal_mode = WAL")
    })
    opened.pragma(`synchronous = ${synchronous}`)
    opened.pragma("foreign_keys = ON")
    opened.pragma(`cache_size = -${cacheKibibytes}`)
    // A database is data: nothing in it may call functions that reach outside.
    opened.pragma("trusted_schema = OFF")
    return opened
  } catch (error) {
    database?.close()
    throw translateError(asFileError(error, file), file)
  }
}

function createFile(file: string): void {
  makeFolder(dirname(file))
  try {
    // SQLite gives its side files the permissions of this one.
    closeSync(openSync(file, "wx", 0o600))
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error
  }
}

/**
 * Makes a folder with those above it, for their owner alone. Node's own way to do so goes round for ever where a folder is not
 * there and cannot be made, as in /proc.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process was faster.
    if (codeOf(error) !== "EEXIST") throw error
  }
}

/** What the file system says, in SQLite's terms, so that one table has all the messages. */
function asFileError(error: unknown, file: string): unknown {
  const code = codeOf(error)
  const result = code === undefined ? undefined : fileErrors[code]
  if (result === undefined) return error
  const reason = error instanceof Error ? error.message : `${code} ${file}`
  return Object.assign(new Error(reason, { cause: error }), { code: result })
}

const fileErrors: Readonly<Record<string, string>> = {
  EACCES: "SQLITE_CANTOPEN",
  EPERM: "SQLITE_CANTOPEN",
  ENOTDIR: "SQLITE_CANTOPEN",
  EISDIR: "SQLITE_CANTOPEN",
  ENOENT: "SQLITE_CANTOPEN",
  EEXIST: "SQLITE_CANTOPEN",
  EROFS: "SQLITE_READONLY",
  ENOSPC: "SQLITE_FULL",
  EDQUOT: "SQLITE_FULL",
}

function codeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined
  return typeof code === "string" ? code : undefined
}
