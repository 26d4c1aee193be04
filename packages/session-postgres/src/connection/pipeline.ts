import type { DriverRow, SqlCommand } from "@opencode/session-core/drizzle"
import type { Connection, Submittable } from "pg"
import { plainError } from "../errors/plain-error.ts"
import { sqlState } from "../errors/sql-state.ts"
import { decodeValue } from "./decode-value.ts"
import { encodeValue } from "./encode-value.ts"
import type { PreparedStatement, PreparedStatements } from "./prepared-statements.ts"
import type { ResultColumn } from "./result-column.ts"

/**
 * Commands that a connection takes at once, without waiting for the answer to any: one round trip. What stands before the end is
 * one transaction, which the server ends itself: after a command that fails it skips the others, and keeps nothing. It fails with
 * the driver's errors, which then have `completed`: how many commands were carried out.
 */
export class Pipeline implements Submittable {
  /** The rows of each command. */
  readonly rows: Promise<DriverRow[][]>
  readonly #commands: readonly SqlCommand[]
  readonly #prepared: PreparedStatements
  readonly #afterwards: Pipeline | undefined
  #isSent = false
  readonly #results: DriverRow[][] = []
  readonly #settle: PromiseWithResolvers<DriverRow[][]>
  readonly #sent: PreparedStatement[] = []
  #columns: readonly ResultColumn[] = []
  #row: DriverRow[] = []
  #parsed = () => {}

  /** @param afterwards - what is sent along, and belongs to no transaction of the commands: nobody waits for it. */
  constructor(commands: readonly SqlCommand[], prepared: PreparedStatements, afterwards?: Pipeline) {
    this.#commands = commands
    this.#prepared = prepared
    this.#afterwards = afterwards
    this.#settle = Promise.withResolvers()
    this.rows = this.#settle.promise
  }

  /** Called by the driver when it is this pipeline's turn. */
  submit(connection: Connection): void {
    if (this.#isSent) return
    // One packet, where it is small.
    connection.stream.cork()
    try {
      this.#send(connection)
      this.#afterwards?.submit(connection)
    } finally {
      connection.stream.uncork()
    }
  }

  #send(connection: Connection): void {
    this.#isSent = true
    const parsing: PreparedStatement[] = []
    const parsed = () => {
      const next = parsing.shift()
      if (next !== undefined) next.isParsed = true
    }
    this.#parsed = parsed
    try {
      const values = this.#commands.map((command) => command.values.map(encodeValue))
      for (const [index, { statement }] of this.#commands.entries()) {
        const prepared = this.#prepared.find(statement)
        this.#sent.push(prepared)
        const { name } = prepared
        if (!prepared.isParsed && !(name !== "" && parsing.includes(prepared))) {
          connection.parse({ name, text: statement.sql, types: [] }, false)
          parsing.push(prepared)
        }
        connection.bind({ portal: "", statement: name, values: values[index] ?? [] }, false)
        if (prepared.columns === undefined) connection.describe({ type: "P", name: "" }, false)
        connection.execute(null, false)
      }
    } finally {
      connection.sync()
    }
  }

  handleRowDescription({ fields }: { fields: ResultColumn[] }): void {
    const prepared = this.#sent[this.#results.length]
    this.#columns = fields
    if (prepared !== undefined) prepared.columns = fields
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const columns = this.#sent[this.#results.length]?.columns ?? this.#columns
    const row: DriverRow = {}
    for (const [index, { name, dataTypeID }] of columns.entries()) {
      row[name] = decodeValue(fields[index] ?? null, dataTypeID)
    }
    this.#row.push(row)
  }

  handleCommandComplete(): void {
    const prepared = this.#sent[this.#results.length]
    // It gives no rows: nothing described any.
    if (prepared !== undefined) prepared.columns ??= []
    this.#results.push(this.#row)
    this.#row = []
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete()
  }

  handlePortalSuspended(): void {}

  /** Called for each statement that the server has parsed, while it is this pipeline's turn. */
  handleParseComplete(): void {
    this.#parsed()
  }

  handleReadyForQuery(): void {
    this.#settle.resolve(this.#results)
  }

  handleError(error: unknown, connection?: Connection): void {
    const failure = Object.assign(plainError(error), { completed: this.#results.length })
    if (connection === undefined || sqlState(error) === undefined) {
      this.#settle.reject(failure)
      return
    }
    const fail = () => {
      connection.off("readyForQuery", fail)
      connection.off("end", fail)
      this.#settle.reject(failure)
    }
    // The server says when it is ready for others, or ends the connection.
    connection.once("readyForQuery", fail)
    connection.once("end", fail)
  }
}
