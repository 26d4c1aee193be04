import type { DriverRow } from "@opencode/session-core/drizzle"
import type { SqliteWrite } from "./sqlite-write.ts"

interface Waiting {
  transaction: SqliteWrite
  resolve(rows: DriverRow[]): void
  reject(error: unknown): void
}

/** Runs several writes in one transaction and gives the result of each. */
export type RunTogether = (writes: SqliteWrite[]) => Promise<DriverRow[][]>

/** A transaction that many wait for must not keep other processes waiting for long. */
const mostTogether = 64

/**
 * The writes of a process, in the order in which they were asked for. Those that are asked for at once become one
 * transaction: what costs most, the commit, then serves them all. A failure concerns only its own write: the others are run
 * again without it.
 */
export class WriteQueue {
  readonly #runTogether: RunTogether
  #waiting: Waiting[] = []
  #working: Promise<void> | undefined

  constructor(runTogether: RunTogether) {
    this.#runTogether = runTogether
  }

  add(transaction: SqliteWrite): Promise<DriverRow[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ transaction, resolve, reject })
      this.#working ??= this.#work()
    })
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#working
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Whoever asks for several writes at once has asked for all of them by then.
      await undefined
      const writes = this.#waiting.splice(0, mostTogether)
      if (!(await this.#tryTogether(writes))) for (const write of writes) await this.#runAlone(write)
    }
    this.#working = undefined
  }

  async #tryTogether(writes: Waiting[]): Promise<boolean> {
    if (writes.length === 1) return false
    try {
      const results = await this.#runTogether(writes.map((write) => write.transaction))
      for (const [index, write] of writes.entries()) write.resolve(results[index] ?? [])
      return true
    } catch {
      // One of them was refused, and all were taken back: each finds out for itself.
      return false
    }
  }

  async #runAlone({ transaction, resolve, reject }: Waiting): Promise<void> {
    try {
      const [rows = []] = await this.#runTogether([transaction])
      resolve(rows)
    } catch (error) {
      reject(error)
    }
  }
}
