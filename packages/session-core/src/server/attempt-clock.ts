/** How long an attempt to connect may still take. It stands still while the password is waited for. */
export class AttemptClock {
  #deadline: number

  /** @param timeout - milliseconds. */
  constructor(timeout: number) {
    this.#deadline = performance.now() + timeout
  }

  /** Milliseconds, at least one. */
  readonly timeLeft = (): number => Math.max(1, this.#deadline - performance.now())

  /** Runs something whose time does not count. */
  async pause<Result>(run: () => Promise<Result>): Promise<Result> {
    const started = performance.now()
    try {
      return await run()
    } finally {
      this.#deadline += performance.now() - started
    }
  }
}
