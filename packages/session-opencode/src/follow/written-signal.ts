import { type FSWatcher, watch } from "node:fs"
import { realpath, stat } from "node:fs/promises"
import { basename, dirname } from "node:path"
import { chosenDriver, loadDriver, type SqliteDatabase } from "@opencode/session-sqlite-driver"
import { stateOfPath } from "../input/path-state.ts"

/** Milliseconds for which what is written together is waited for. */
const together = 10

/**
 * Says when something was written to a source. It looks when it is asked, at what the file system tells of it and at SQLite's counter of
 * commits; and it wakes its reader when the file system, or a doorbell, says so.
 */
export class WrittenSignal implements Disposable {
  readonly #path: string
  readonly #watcher: FSWatcher | null
  #wake: (() => void) | null = null
  #isRung = false
  #state: string | null = null
  #counter: { database: SqliteDatabase; file: string } | null = null

  private constructor(path: string, file: string) {
    this.#path = path
    this.#watcher = watcherOf(file, () => this.ring())
  }

  static async of(path: string): Promise<WrittenSignal> {
    return new WrittenSignal(path, await realpath(path).catch(() => path))
  }

  /** Wakes the reader, now or when it next waits. */
  ring(): void {
    this.#isRung = true
    this.#wake?.()
  }

  /** Whether it sees each commit, whatever the clock of the file system does. */
  get isExact(): boolean {
    return this.#counter !== null
  }

  /** Waits for so many milliseconds, or until it is rung or the signal aborts. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.#isRung) await this.#sleep(milliseconds, signal, true)
    // A commit writes several times.
    if (this.#isRung) await this.#sleep(together, signal, false)
    this.#isRung = false
  }

  /** Waits for so many milliseconds, or until the signal aborts. What rings meanwhile wakes the next `wait`. */
  rest(milliseconds: number, signal: AbortSignal): Promise<void> {
    return this.#sleep(milliseconds, signal, false)
  }

  /** Whether something was written since this was last asked. */
  async isWritten(): Promise<boolean> {
    const state = `${await stateOfPath(this.#path)} ${await this.#commits()}`
    const isWritten = state !== this.#state
    this.#state = state
    return isWritten
  }

  [Symbol.dispose](): void {
    this.#watcher?.close()
    this.#closeCounter()
  }

  async #sleep(milliseconds: number, signal: AbortSignal, wakes: boolean): Promise<void> {
    if (signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds)
    const end = () => resolve()
    signal.addEventListener("abort", end)
    if (wakes) this.#wake = end
    await promise
    this.#wake = null
    signal.removeEventListener("abort", end)
    clearTimeout(timer)
  }

  /** SQLite's counter of other connections' commits; null for what is not a database in WAL mode. */
  async #commits(): Promise<unknown> {
    const file = await fileAt(this.#path)
    if (this.#counter?.file !== file) {
      this.#closeCounter()
      const database = file === null ? null : await openCounter(this.#path)
      if (file !== null && database !== null) this.#counter = { database, file }
    }
    try {
      return this.#counter?.database.pragma("data_version") ?? null
    } catch {
      // The next look opens it again.
      this.#closeCounter()
      return null
    }
  }

  #closeCounter(): void {
    this.#counter?.database.close()
    this.#counter = null
  }
}

/** Which file is there: another one may take its place. Null for a folder, and where there is nothing. */
async function fileAt(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null)
  return found?.isFile() === true ? `${found.dev} ${found.ino}` : null
}

/** In rollback mode a reader would keep writers out, and its journal tells of each commit. */
async function openCounter(path: string): Promise<SqliteDatabase | null> {
  try {
    const { driver } = await loadDriver(chosenDriver(process.env))
    const database = driver.open(path, { readOnly: true, timeout: 0 })
    if (database.pragma("journal_mode") === "wal") return database
    database.close()
  } catch {
    // It is not a database, or another program has it locked.
  }
  return null
}

/** Null where the system cannot watch a folder: then the reader looks when its time is over. */
function watcherOf(file: string, ring: () => void): FSWatcher | null {
  const name = basename(file)
  try {
    const watcher = watch(dirname(file), { persistent: false }, (_event, changed) => {
      // Readers change the -shm file.
      if (changed === null || changed === name || changed === `${name}-wal`) ring()
    })
    watcher.on("error", () => watcher.close())
    return watcher
  } catch {
    return null
  }
}
