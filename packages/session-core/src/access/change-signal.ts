/** Tells the watchers of this process that something was written, and wakes them in time for other processes' writes. */
export class ChangeSignal {
  readonly #waiting = new Set<() => void>()
  #closed = false
  #version = 0

  /** Changes with each notification. Taken before a read, it tells whether the read may have missed something. */
  get version(): number {
    return this.#version
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Wakes whoever waits. */
  notify(): void {
    this.#version += 1
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }

  close(): void {
    this.#closed = true
    this.notify()
  }

  /**
   * Returns at the next notification after `version`, after `milliseconds`, or when `signal` aborts. Keeps the process alive:
   * somebody is waiting.
   */
  wait(milliseconds: number, version: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#closed || signal?.aborted || version !== this.#version) return Promise.resolve()
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
