import type { SessionStore } from "@opencode/session-core"

/**
 * Follows the changes of all projects once, however many pages are open, and wakes every reader that waits for the next. Each
 * reads for itself what changed: it knows where it was.
 */
export class ChangeHub {
  readonly #waiting = new Set<() => void>()
  readonly #ending = new AbortController()
  #version = 0
  #following: Promise<void> = Promise.resolve()

  /** Begins to follow; from when it returns, no change is missed. Told of failures, after which it tries again. */
  async start(store: SessionStore, report: (problem: unknown) => void): Promise<void> {
    const { cursor } = await store.sessionChanges({ since: "now", limit: 1 })
    this.#following = this.#follow(store, cursor, report)
  }

  /** Changes with each change. Taken before a read, it tells whether the read may have missed something. */
  get version(): number {
    return this.#version
  }

  get ended(): boolean {
    return this.#ending.signal.aborted
  }

  /** Returns at the next change after `version`, after `milliseconds`, or when `signal` aborts. */
  wait(version: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (version !== this.#version || this.ended || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        signal.removeEventListener("abort", wake)
        this.#waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, milliseconds)
      this.#waiting.add(wake)
      signal.addEventListener("abort", wake, { once: true })
    })
  }

  async close(): Promise<void> {
    this.#ending.abort()
    this.#wakeAll()
    await this.#following
  }

  async #follow(store: SessionStore, from: string, report: (problem: unknown) => void): Promise<void> {
    const { signal } = this.#ending
    let since = from
    while (!signal.aborted) {
      try {
        for await (const { cursor } of store.watch({ since, signal })) {
          since = cursor
          this.#wakeAll()
        }
      } catch (error) {
        if (signal.aborted) return
        report(error)
        await this.wait(this.#version, retryMilliseconds, signal)
      }
    }
  }

  #wakeAll(): void {
    this.#version += 1
    const waiting = [...this.#waiting]
    for (const wake of waiting) wake()
  }
}

const retryMilliseconds = 1000
