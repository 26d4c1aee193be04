import { statSync } from "node:fs"
import type { SqliteDatabase, SqliteDriver } from "@opencode/session-sqlite-driver"
import { CheckpointWorker } from "./checkpoint-worker.ts"

const mebibyte = 1024 * 1024

/** From how many bytes on the log is copied into the database. SQLite's own limit has as many, 1,000 pages. */
export const dueSize = 4 * mebibyte

/** After how many bytes more it is tried again, where the last checkpoint left something to copy. */
const stepSize = mebibyte

/** How much may be written before the log's size is looked at, in bytes: asking the system costs a small write a tenth of its time. */
const bytesBetweenLooks = 256 * 1024
/** What a commit writes besides its values, about. */
const bytesOfCommit = 32 * 1024

/** How many bytes the log may have before a writer copies it itself, if nobody reads an old state. */
export const largestSize = 16 * mebibyte

/** The bytes of a database's write-ahead log: 0 where there is none, and where it cannot be seen. */
export function logSize(file: string): number {
  try {
    return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
  } catch {
    // A commit that is stored must not fail for it.
    return 0
  }
}

/**
 * Keeps the write-ahead log short. SQLite's own checkpoints run within the commit that makes the log too long, which then waits for
 * two syncs of the disk. Here another thread copies the log, and the next write begins it anew. Where writes follow each other
 * without a pause, some are always left to copy: at a bound the writer does it.
 *
 * A reader of an old state keeps the log from beginning anew: it grows until the reader ends.
 */
export class WalCheckpoints {
  readonly #database: SqliteDatabase
  readonly #file: string
  readonly #worker: CheckpointWorker
  /** The size at which the last checkpoint was asked for, and that at which a writer made one. */
  #asked = 0
  #made = 0
  /** Of what this process writes; others may have written before. */
  #bytesUntilLook = 0

  /** Takes over what SQLite does by itself on this connection. */
  constructor(database: SqliteDatabase, driver: SqliteDriver, file: string) {
    this.#database = database
    this.#file = file
    this.#worker = new CheckpointWorker(driver, file)
    database.pragma("wal_autocheckpoint = 0")
    // A log that begins anew is cut to this size, which tells that it did.
    database.pragma(`journal_size_limit = ${dueSize}`)
  }

  /** To be called after each commit of a writer, with the characters of what it wrote. */
  written(characters: number): void {
    this.#bytesUntilLook -= characters + bytesOfCommit
    if (this.#bytesUntilLook <= 0) this.look()
  }

  /** Begins a checkpoint where the log is long enough for one. */
  look(): void {
    this.#bytesUntilLook = bytesBetweenLooks
    const size = logSize(this.#file)
    if (size <= dueSize) {
      this.#asked = 0
      this.#made = 0
    } else if (this.#worker.isBusy) {
      // There is one checkpoint at a time.
    } else if (size >= largestSize && size >= this.#made + stepSize) {
      this.#made = size
      this.#checkpoint("PASSIVE")
    } else if (size >= this.#asked + stepSize) {
      this.#asked = size
      this.#worker.request()
    }
  }

  /** Before the connection is closed: ends the thread, and leaves no long log to those who go on. */
  async close(): Promise<void> {
    await this.#worker.close()
    if (logSize(this.#file) > dueSize) this.#checkpoint("TRUNCATE")
  }

  #checkpoint(mode: "PASSIVE" | "TRUNCATE"): void {
    try {
      this.#database.pragma(`wal_checkpoint(${mode})`)
    } catch {
      // The commit is in the log: a full disk concerns only the copy, and the next checkpoint tries again.
    }
  }
}
