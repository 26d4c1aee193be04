/** Somebody pressed Ctrl-C, or asked the process to end. */
export class InterruptedError extends Error {
  constructor() {
    super("Interrupted.")
    this.name = "InterruptedError"
  }
}

const signals = ["SIGINT", "SIGTERM"] as const

/** Lets a command end where nothing is half-done: the first Ctrl-C aborts its signal, the second ends the process. */
export class Interruption {
  #controller: AbortController | undefined

  /** Until it is called, Ctrl-C ends the process as it does any other. */
  take(): AbortSignal {
    if (this.#controller !== undefined) return this.#controller.signal
    const controller = new AbortController()
    this.#controller = controller
    for (const signal of signals) process.on(signal, this.#interrupt)
    return controller.signal
  }

  release(): void {
    for (const signal of signals) process.off(signal, this.#interrupt)
  }

  readonly #interrupt = (): void => {
    if (this.#controller?.signal.aborted) process.exit(130)
    this.#controller?.abort(new InterruptedError())
  }
}
