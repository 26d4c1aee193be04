interface Waiter {
  take(): void
  fail(error: unknown): void
}

/** Limits how many callers hold a connection: first come, first served. The limit may change at any time. */
export class Semaphore {
  readonly #waiting: Waiter[] = []
  /** Makes the error of a caller that waited for too long. */
  readonly #timeoutError: () => Error
  #limit: number
  #taken = 0
  #closed: Error | undefined
  #whenEmpty: (() => void) | undefined

  constructor(limit: number, timeoutError: () => Error) {
    this.#limit = limit
    this.#timeoutError = timeoutError
  }

  get waiting(): number {
    return this.#waiting.length
  }

  get limit(): number {
    return this.#limit
  }

  /** Callers that are inside beyond a lower limit stay; nobody else is let in until they have left. */
  set limit(limit: number) {
    this.#limit = limit
    this.#admit()
  }

  /** Runs when there is room, and makes room afterwards whatever happens. Fails when there is none for `timeout` milliseconds. */
  async run<Result>(timeout: number, task: () => Promise<Result>): Promise<Result> {
    await this.#take(timeout)
    try {
      return await task()
    } finally {
      this.#taken -= 1
      this.#admit()
      if (this.#taken === 0) this.#whenEmpty?.()
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
    if (this.#taken < this.#limit) {
      this.#taken += 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1)
        reject(this.#timeoutError())
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

  /** At once: room that is made goes to the caller that has waited longest, never to one that comes just then. */
  #admit(): void {
    while (this.#taken < this.#limit) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#taken += 1
      next.take()
    }
  }
}
