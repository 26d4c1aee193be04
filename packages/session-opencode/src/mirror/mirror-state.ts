import { access, mkdir } from "node:fs/promises"
import { chosenDriver, loadDriver, type SqliteDatabase, type SqliteStatement } from "@opencode/session-sqlite-driver"
import type { KnownSession, KnownSessions } from "../follow/changed-sessions.ts"
import { textOfColumn } from "../values/plain-values.ts"
import type { MirrorPlaces } from "./mirror-places.ts"

/**
 * What a mirror has sent, and that it alone mirrors this database. The lock is SQLite's own on the file: the system releases it whenever
 * the process ends, however that happens. What is kept here only saves work: what was sent stands in the store, with each session.
 */
export class MirrorState implements KnownSessions, Disposable {
  readonly #database: SqliteDatabase
  readonly #put: SqliteStatement<unknown>
  readonly #remove: SqliteStatement<unknown>
  readonly #known = new Map<string, KnownSession>()

  private constructor(database: SqliteDatabase) {
    this.#database = database
    database.exec("CREATE TABLE IF NOT EXISTS subject (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    database.exec("CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, activity TEXT, stamp TEXT)")
    this.#put = database.prepareValues("INSERT OR REPLACE INTO session VALUES (?, ?, ?)")
    this.#remove = database.prepareValues("DELETE FROM session WHERE id = ?")
    // Rows are arrays, as they were asked for.
    for (const [id, activity, stamp] of database.prepareArrays("SELECT id, activity, stamp FROM session").iterate()) {
      this.#known.set(String(id), { activity: textOrNull(activity), stamp: textOrNull(stamp) })
    }
  }

  /** Null where another process, or another thread of this one, mirrors the database. */
  static async open({ folder, state }: Pick<MirrorPlaces, "folder" | "state">): Promise<MirrorState | null> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const { driver } = await loadDriver(chosenDriver(process.env))
    const database = driver.open(state, { timeout: 0 })
    try {
      // Held until the file is closed, from the first statement on.
      database.pragma("locking_mode = EXCLUSIVE")
      database.exec("BEGIN EXCLUSIVE")
      database.exec("COMMIT")
      database.pragma("journal_mode = WAL")
      database.pragma("synchronous = NORMAL")
      return new MirrorState(database)
    } catch (error) {
      database.close()
      if (error instanceof Error && "code" in error && /^SQLITE_BUSY/.test(String(error.code))) return null
      throw error
    }
  }

  /** Forgets what was sent when it was from another database, or to another store. */
  useFor(subject: { database: string; store: string }): void {
    const known = this.#database.prepareValues("SELECT value FROM subject WHERE name = ?")
    const entries = Object.entries(subject)
    if (entries.every(([name, value]) => known.get([name]) === value)) return
    this.clear()
    for (const [name, value] of entries) {
      this.#database.prepareValues("INSERT OR REPLACE INTO subject VALUES (?, ?)").run([name, value])
    }
  }

  /** The session that was sent last; null where none was. */
  get latest(): string | null {
    const id = this.#database.prepareValues("SELECT id FROM session ORDER BY rowid DESC LIMIT 1").get()
    return id === undefined ? null : textOfColumn(id)
  }

  /** Forgets all that was sent. */
  clear(): void {
    this.#known.clear()
    this.#database.exec("DELETE FROM session")
  }

  get(id: string): KnownSession | undefined {
    return this.#known.get(id)
  }

  set(id: string, known: KnownSession): void {
    this.#known.set(id, known)
    this.#put.run([id, known.activity, known.stamp])
  }

  delete(id: string): void {
    this.#known.delete(id)
    this.#remove.run([id])
  }

  [Symbol.iterator](): Iterator<[id: string, known: KnownSession]> {
    return this.#known[Symbol.iterator]()
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }
}

/** Whether a process mirrors the database now. */
export async function isMirrored(places: MirrorPlaces): Promise<boolean> {
  if (
    !(await access(places.state).then(
      () => true,
      () => false,
    ))
  )
    return false
  using state = await MirrorState.open(places)
  return state === null
}

const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null)
