import type { DriverRow, SqlCommand } from "@opencode/session-core/drizzle"
import type { Connection, Submittable } from "pg"
import { plainError } from "../errors/plain-error.ts"
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
  readonly #results: DriverRow[][] = []
  readonly #settle: PromiseWithResolvers<DriverRow[][]>
  #sent: PreparedStatement[] = []
  #columns: readonly ResultColumn[] = []
  #row: DriverRow[] = []
  #stopListening: (() => void) | undefined

  constructor(commands: readonly SqlCommand[], prepared: PreparedStatements) {
    this.#commands = commands
    this.#prepared = prepared
    this.#settle = Promise.withResolvers()
    this.rows = this.#settle.promise
  }

  /** Called by the driver when it is this pipeline's turn. */
  submit(connection: Connection): void {
    const parsing: PreparedStatement[] = []
    const parsed = () => {
      const next = parsing.shift()
      if (next !== undefined) next.isParsed = true
    }
    connection.on("parseComplete", parsed)
    this.#stopListening = () => connection.off("parseComplete", parsed)
    // One packet, where it is small.
    connection.stream.cork()
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
      connection.stream.uncork()
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

  handleReadyForQuery(): void {
    this.#stopListening?.()
    this.#settle.resolve(this.#results)
  }

  handleError(error: unknown): void {
    this.#stopListening?.()
    this.#settle.reject(Object.assign(plainError(error), { completed: this.#results.length }))
  }
}
