import { chmod, copyFile, open, realpath, stat } from "node:fs/promises"
import { join } from "node:path"
import { SessionStorageError } from "@opencode/session-core"
import { requireRuntime } from "@opencode/session-core/provider"
import { chosenDriver, loadDriver, type SqliteDatabase, type SqliteDriver } from "@opencode/session-sqlite-driver"
import { atOneMoment } from "./at-one-moment.ts"
import { copyQuietly, isJournalInUse, refuseSuperJournal } from "./copy-quietly.ts"
import { openWithoutFolder } from "./open-without-folder.ts"
import { createPrivateFolder } from "./private-folder.ts"
import { translateSqliteError } from "./translate-sqlite-error.ts"

/** How long to wait for another program's lock. The process does nothing else meanwhile. */
const busyMilliseconds = 3000

/** A database that is open for reading. It is closed when it is disposed. */
export interface OpenedDatabase extends Disposable {
  readonly database: SqliteDatabase
  /** What a person should know of its state, as sentences. */
  readonly notes: readonly string[]
}

/**
 * Opens another program's SQLite file for reading only. It may be in use: nothing in it is changed, and its writers do not wait. In WAL
 * mode they do not anyway; a file in rollback mode is copied first, since there a reader keeps writers out. So is one whose `-wal` or
 * `-journal` must be applied where that cannot be done. Copies are private and go with the database.
 *
 * Fails with `access_denied`, `busy`, `corrupt`, `storage_full` or `runtime_unsupported`.
 */
export async function openForReading(path: string): Promise<OpenedDatabase> {
  requireRuntime("SQLite files")
  const { driver } = await loadDriver(chosenDriver(process.env))
  try {
    // SQLite looks for what is beside the file where links lead to.
    const file = await realpath(path)
    const notes = await notesOf(file, path)
    const inPlace = await openInPlace(driver, file)
    if (inPlace !== null) return { database: inPlace, notes, [Symbol.dispose]: () => inPlace.close() }
    return { ...(await openCopy(driver, file)), notes }
  } catch (error) {
    throw translateSqliteError(error, path)
  }
}

/**
 * Opens a database that another thread of this process may have open, for reading only: by SQLite alone. A file that is opened and closed
 * in any other way takes all locks of the process on it along, and another process could then remove the journal under the program's
 * feet.
 *
 * Fails as `openForReading` does, and with `unsupported` where the file is not in WAL mode, or its folder is read-only.
 */
export async function openBeside(path: string): Promise<OpenedDatabase> {
  requireRuntime("SQLite files")
  const { driver } = await loadDriver(chosenDriver(process.env))
  let database: SqliteDatabase | undefined
  try {
    database = driver.open(await realpath(path), { readOnly: true, timeout: busyMilliseconds, exactIntegers: true })
    prepare(database)
    if (database.pragma("journal_mode") === "wal") {
      const opened = database
      return { database: opened, notes: [], [Symbol.dispose]: () => opened.close() }
    }
    throw new SessionStorageError("unsupported", `${path} is not in WAL mode, in which OpenCode keeps it.`, {
      hint: "Start OpenCode once: it sets the mode.",
    })
  } catch (error) {
    database?.close()
    throw translateSqliteError(error, path)
  }
}

/** Null where the file has to be copied. */
async function openInPlace(driver: SqliteDriver, file: string): Promise<SqliteDatabase | null> {
  let database: SqliteDatabase | undefined
  try {
    database = driver.open(file, { readOnly: true, timeout: busyMilliseconds, exactIntegers: true })
    prepare(database)
    if (database.pragma("journal_mode") === "wal") return database
    database.close()
    return null
  } catch (error) {
    database?.close()
    if (!isFolderProblem(error)) throw error
    if ((await sizeOf(`${file}-wal`)) > 0 || (await isJournalInUse(file))) return null
    const withoutFolder = await openWithoutFolder(driver, file)
    prepare(withoutFolder)
    return withoutFolder
  }
}

async function openCopy(driver: SqliteDriver, file: string): Promise<Omit<OpenedDatabase, "notes">> {
  const folder = createPrivateFolder()
  const copy = join(folder.path, "copy")
  try {
    await copyWithJournals(driver, file, copy)
    // Applies the journals. What is then read is one file.
    const whole = driver.open(copy, { timeout: busyMilliseconds })
    try {
      whole.pragma("trusted_schema = OFF")
      whole.pragma("journal_mode = DELETE")
      whole.prepareValues("SELECT count(*) FROM sqlite_master").get()
    } finally {
      whole.close()
    }
    const database = driver.open(copy, { readOnly: true, timeout: busyMilliseconds, exactIntegers: true })
    prepare(database)
    return {
      database,
      [Symbol.dispose]() {
        database.close()
        folder[Symbol.dispose]()
      },
    }
  } catch (error) {
    folder[Symbol.dispose]()
    throw error
  }
}

async function copyWithJournals(driver: SqliteDriver, file: string, copy: string): Promise<void> {
  const suffix = (await isJournalInUse(file)) ? "-journal" : (await sizeOf(`${file}-wal`)) > 0 ? "-wal" : null
  if (suffix === null) return copyQuietly(file, copy, (run) => whileLocked(driver, file, run))
  if (suffix === "-journal") await refuseSuperJournal(file)
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const before = await timesOf(file, suffix)
    for (const part of ["", suffix]) {
      await copyFile(`${file}${part}`, `${copy}${part}`)
      // The journal is applied to it, whatever the original's permissions are.
      await chmod(`${copy}${part}`, 0o600)
    }
    if (before === (await timesOf(file, suffix))) return
  }
  throw new SessionStorageError("busy", `${file} is being written all the time.`, {
    hint: "Close OpenCode, or import again when it is idle.",
  })
}

/** Runs something while nobody can write to a database in rollback mode. */
async function whileLocked(driver: SqliteDriver, file: string, run: () => Promise<void>): Promise<void> {
  const database = driver.open(file, { readOnly: true, timeout: busyMilliseconds })
  try {
    await atOneMoment(database, async () => {
      database.prepareValues("SELECT count(*) FROM sqlite_master").get()
      await run()
    })
  } finally {
    database.close()
  }
}

/** Another program's views and triggers must not run anything. Reads the header too. */
function prepare(database: SqliteDatabase): void {
  database.pragma("trusted_schema = OFF")
  database.pragma("query_only = ON")
  database.pragma("cell_size_check = ON")
  database.prepareValues("SELECT count(*) FROM sqlite_master").get()
}

/**
 * A database in WAL mode needs two files beside it, even to be read; in a folder that is read-only they cannot be made. Nor can a
 * journal be rolled back by a reader.
 */
function isFolderProblem(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  return /^SQLITE_(READONLY|CANTOPEN|IOERR_(LOCK|SHM\w+))/.test(code)
}

/** Bytes of a file; 0 where it is not there. */
const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  )

/** What changes whenever somebody writes. */
async function timesOf(file: string, suffix: string): Promise<string> {
  const files = await Promise.all([stat(file, { bigint: true }), stat(`${file}${suffix}`, { bigint: true })])
  return files.map(({ mtimeNs, size }) => `${mtimeNs} ${size}`).join()
}

/** Where the header says whether the file is in WAL mode: then the byte is 2. */
const versionByte = 18

async function notesOf(file: string, path: string): Promise<string[]> {
  await using handle = await open(file, "r")
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, versionByte)
  if (bytesRead === 0 || buffer[0] !== 2) return []
  // A reader that may not write leaves an empty one.
  if ((await sizeOf(`${file}-wal`)) > 0) return []
  return [
    `${path} is in WAL mode and has no -wal file beside it. If it was copied while OpenCode ran, its newest changes are missing: copy its -wal file, too.`,
  ]
}
