/** Work of which one is under way at a time: what is asked for meanwhile is the work that runs. */
export class SingleFlight {
  #running: Promise<void> | null = null

  /** The work that is under way; null when there is none. */
  get running(): Promise<void> | null {
    return this.#running
  }

  /** Begins the work, unless one is under way. */
  run(work: () => Promise<void>): Promise<void> {
    this.#running ??= work().finally(() => {
      this.#running = null
    })
    return this.#running
  }
}
