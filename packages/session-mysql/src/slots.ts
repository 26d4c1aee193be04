import { SessionStorageError } from "@opencode/session-core"

interface Waiter {
  take(): void
  fail(error: unknown): void
}

/** A number of places that callers take turns in: first come, first served. */
export class Slots {
  readonly #waiting: Waiter[] = []
  #free: number
  #taken = 0
  #closed: Error | undefined
  #whenEmpty: (() => void) | undefined

  constructor(count: number) {
    this.#free = count
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Runs with a place, which is given back whatever happens. Fails with `busy` when none is free in `timeout` milliseconds. */
  async run<Result>(timeout: number, task: () => Promise<Result>): Promise<Result> {
    await this.#take(timeout)
    try {
      return await task()
    } finally {
      this.#give()
    }
  }

  /** Lets nobody in any more, and waits until all are out. */
  async close(error: Error): Promise<void> {
    this.#closed = error
    for (const waiter of this.#waiting.splice(0)) waiter.fail(error)
    if (this.#taken === 0) return
    await new Promise<void>((resolve) => {
      this.#whenEmpty = resolve
    })
  }

  async #take(timeout: number): Promise<void> {
    if (this.#closed !== undefined) throw this.#closed
    if (this.#free > 0) {
      this.#free -= 1
      this.#taken += 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        reject(
          new SessionStorageError("busy", "All connections to the server have been in use for too long.", {
            hint: "Raise sessionProvider.mysql.maxConnections, or ask for less at once.",
          }),
        )
      }, timeout)
      const waiter: Waiter = {
        take: () => {
          clearTimeout(timer)
          resolve()
        },
        fail: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      }
      this.#waiting.push(waiter)
    })
  }

  #give(): void {
    const next = this.#waiting.shift()
    // The place goes to whoever waits longest, and is never free in between.
    if (next !== undefined) return next.take()
    this.#free += 1
    this.#taken -= 1
    if (this.#taken === 0) this.#whenEmpty?.()
  }
}
