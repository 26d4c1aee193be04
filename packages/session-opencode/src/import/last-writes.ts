const mostTogether = 32
/** Characters of the source, about bytes. */
const largestTogether = 1024 * 1024

/**
 * The last batches of several sessions, sent at once: a store can make one transaction of them, which for small sessions is
 * most of the work.
 */
export class LastWrites {
  #waiting: (() => Promise<void>)[] = []
  #size = 0

  /** Adds the end of a session's import, and sends what waits when it is enough. */
  async add(size: number, write: () => Promise<void>): Promise<void> {
    this.#waiting.push(write)
    this.#size += size
    if (this.#waiting.length >= mostTogether || this.#size >= largestTogether) await this.send()
  }

  /** Sends what waits, and returns when it is stored. Throws what the first one that failed threw. */
  async send(): Promise<void> {
    const writes = this.#waiting
    this.#waiting = []
    this.#size = 0
    await Promise.all(writes.map((write) => write()))
  }
}
