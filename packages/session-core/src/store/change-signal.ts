/** Tells the watchers of this process that something was written, and wakes them in time for other processes' writes. */
export class ChangeSignal {
  readonly #waiting = new Set<() => void>()
  #closed = false

  get closed(): boolean {
    return this.#closed
  }

  /** Wakes whoever waits. */
  notify(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }

  close(): void {
    this.#closed = true
    this.notify()
  }

  /** Returns at the next notification, after `milliseconds`, or when `signal` aborts. Keeps the process alive: somebody is waiting. */
  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#closed || signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        signal?.removeEventListener("abort", wake)
        this.#waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, milliseconds)
      this.#waiting.add(wake)
      signal?.addEventListener("abort", wake, { once: true })
    })
  }
}
