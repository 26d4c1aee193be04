import { errorNumber, meaningOf } from "../errors/translate-error.ts"
import type { ServerConnection } from "./server-connection.ts"

/** How long the answer to a look may take, milliseconds. */
const lookTimeout = 2000

/**
 * What another connection shows of a statement that has no answer yet.
 *
 * - `running`: the server works on it.
 * - `idle`: the server waits for a statement on that connection. It never got this one, or has answered.
 * - `missing`: the server does not know the connection. A proxy that shares connections has numbers of its own.
 * - `unreachable`: no other connection could be made either.
 * - `undecided`: the server could not be asked.
 */
export type Finding = "running" | "idle" | "missing" | "unreachable" | "undecided"

export interface InspectorOptions {
  open(): Promise<ServerConnection>
  /** Takes over the connection when nobody looks any more. */
  release(connection: ServerConnection): void
}

/** Looks at the server by a connection of its own, which all who look at the same time share. */
export class ServerInspector {
  readonly #options: InspectorOptions
  #connection: Promise<ServerConnection> | undefined
  #users = 0

  constructor(options: InspectorOptions) {
    this.#options = options
  }

  /** Never fails. */
  async look(threadId: number): Promise<Finding> {
    this.#connection ??= this.#options.open()
    const shared = this.#connection
    this.#users += 1
    try {
      const connection = await shared
      const [rows = []] = await connection.query(["SHOW PROCESSLIST"], lookTimeout)
      const row = rows.find((each) => Number(each.Id) === threadId)
      if (row === undefined) return "missing"
      return row.Command === "Sleep" ? "idle" : "running"
    } catch (error) {
      return errorNumber(error) !== undefined && meaningOf(error)?.fatal !== true ? "undecided" : "unreachable"
    } finally {
      this.#users -= 1
      if (this.#users === 0) {
        this.#connection = undefined
        shared.then(this.#options.release, () => {})
      }
    }
  }
}
