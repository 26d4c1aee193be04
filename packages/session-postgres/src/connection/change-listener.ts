import type { ServerConnection } from "./server-connection.ts"

const firstPause = 500
const longestPause = 30_000
const listenTimeout = 5000

/** What listening takes. */
export interface ChangeListenerOptions {
  /** Opens a connection of its own. */
  open(): Promise<ServerConnection>
  /** The schema that is listened for. */
  schema: string
  /** The numbers of this process's connections, whose writes it knows of. */
  own: ReadonlySet<number>
}

/** Hears of others' writes by a connection of its own, as long as somebody listens. What it misses is found by looking. */
export class ChangeListener {
  readonly #options: ChangeListenerOptions
  readonly #listeners = new Set<() => void>()
  #connection: ServerConnection | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isConnecting = false

  constructor(options: ChangeListenerOptions) {
    this.#options = options
  }

  /** Returns what ends it. */
  listen(wake: () => void): () => void {
    // Each its own, so that the same function may listen twice.
    const listener = () => wake()
    this.#listeners.add(listener)
    void this.#connect(firstPause)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.close()
    }
  }

  close(): void {
    this.#listeners.clear()
    clearTimeout(this.#timer)
    this.#timer = undefined
    const connection = this.#connection
    this.#connection = undefined
    connection?.destroy()
  }

  #wake(): void {
    for (const listener of this.#listeners) listener()
  }

  async #connect(pause: number): Promise<void> {
    if (this.#connection !== undefined || this.#isConnecting || this.#timer !== undefined) return
    this.#isConnecting = true
    try {
      const connection = await this.#options.open()
      // Behind a pooler nobody hears anything.
      if (this.#listeners.size === 0 || connection.facts.settings !== undefined) return connection.destroy()
      this.#connection = connection
      connection.onLost(() => {
        if (this.#connection !== connection) return
        this.#connection = undefined
        this.#retry(firstPause)
      })
      const { schema, own } = this.#options
      await connection.listen(schema, own, () => this.#wake(), listenTimeout)
      // The process may end while it listens.
      connection.rest()
      // What was written while nobody listened.
      this.#wake()
    } catch {
      this.#connection?.destroy()
      this.#connection = undefined
      this.#retry(Math.min(2 * pause, longestPause))
    } finally {
      this.#isConnecting = false
    }
  }

  #retry(pause: number): void {
    if (this.#listeners.size === 0 || this.#timer !== undefined) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#connect(pause)
    }, pause).unref()
  }
}
