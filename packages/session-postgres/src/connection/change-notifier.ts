import type { SqlCommand } from "@opencode/session-core/drizzle"
import { constantStatement } from "./plain-statement.ts"

/** The database's own; the schema is what it says. */
export const channel = "opencode_session"

/** How often one process tells of its writes at most, milliseconds. */
const interval = 20

/**
 * Tells other processes of writes. What tells is a transaction of its own, right behind the write's: the server lets one
 * transaction at a time commit that tells something, and a write's waits for the disk.
 */
export class ChangeNotifier {
  readonly #command: SqlCommand
  readonly #send: (command: SqlCommand) => Promise<unknown>
  #toldAt = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param send - sends the command by itself, after a write that was not told of at once. */
  constructor(schema: string, send: (command: SqlCommand) => Promise<unknown>) {
    this.#command = constantStatement(`SELECT pg_notify('${channel}', '${schema.replaceAll("'", "''")}')`)
    this.#send = send
  }

  /** What to send along with a write; undefined where the last one was told of just now: then others follow soon. */
  withWrite(): { afterwards?: SqlCommand } {
    const rest = this.#toldAt + interval - performance.now()
    if (rest <= 0 && this.#timer === undefined) {
      this.#toldAt = performance.now()
      return { afterwards: this.#command }
    }
    this.#timer ??= setTimeout(() => this.#tellLater(), Math.max(1, rest)).unref()
    return {}
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  #tellLater(): void {
    this.#timer = undefined
    this.#toldAt = performance.now()
    // Others look by themselves, too.
    this.#send(this.#command).catch(() => {})
  }
}
