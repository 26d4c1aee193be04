import type { DriverRow, SqlCommand, SqlConnection } from "./connection.ts"
import { decodeRows } from "./decoding.ts"
import type { SqlDialect } from "./dialect.ts"
import type { BoundStatement, RenderedStatement, StatementDefinition } from "./statement.ts"

/** The rows of each of several statements. */
export type RowsOf<Statements extends readonly BoundStatement[]> = {
  -readonly [Index in keyof Statements]: Statements[Index] extends BoundStatement<infer Row> ? Row[] : never
}

/** Statements that happen together, and the one that tells the revision at which they leave the session. */
export interface Plan {
  /** In the order in which they are run. */
  readonly statements: readonly BoundStatement[]
  /** Runs last. */
  readonly revision: BoundStatement<{ revision: number }>
}

/** A connection that takes statements of one dialect, and gives rows of the types that they declare. */
export class SqlDatabase {
  /** The dialect that its statements are written in. */
  readonly dialect: SqlDialect
  readonly #connection: SqlConnection
  readonly #rendered = new Map<StatementDefinition, RenderedStatement>()

  constructor(connection: SqlConnection, dialect: SqlDialect) {
    this.#connection = connection
    this.dialect = dialect
  }

  /** All statements on one state of the database. Gives the rows of each. */
  async read<const Statements extends readonly BoundStatement[]>(statements: Statements): Promise<RowsOf<Statements>> {
    const commands = statements.map((each) => this.command(each))
    const results = await this.#connection.read(commands)
    // One result for each statement, whose rows are of its type once they are decoded.
    return commands.map(({ statement }, index) => decodeRows(statement, results[index] ?? [])) as RowsOf<Statements>
  }

  /** The rows of a single read. */
  async rows<Row>(statement: BoundStatement<Row>): Promise<Row[]> {
    const [rows] = await this.read([statement])
    return rows
  }

  /** All statements in one transaction, or none; durable when it returns. Returns the batch's revision. */
  async write({ statements, revision }: Plan): Promise<number> {
    const result = this.command(revision)
    const rows = await this.#connection.write({ commands: this.#commands(statements), result })
    const [row] = decodeRows<{ revision: number }>(result.statement, rows)
    if (row === undefined) throw new TypeError("The batch's revision is missing.")
    return row.revision
  }

  /** The same for statements that are no batch. */
  async run(statements: readonly BoundStatement[]): Promise<void> {
    await this.#connection.write({ commands: this.#commands(statements) })
  }

  /** A statement as the dialect writes it, for a connection that gives its rows one by one. */
  command({ definition, values }: BoundStatement): SqlCommand {
    const statement = this.#render(definition)
    return { statement, values: statement.valuesOf(values) }
  }

  #render(definition: StatementDefinition): RenderedStatement {
    let statement = this.#rendered.get(definition)
    if (statement === undefined) {
      statement = definition.render(this.dialect)
      this.#rendered.set(definition, statement)
    }
    return statement
  }

  /** The rows that a connection gives for `command`, one by one. */
  *decode<Row>(statement: BoundStatement<Row>, rows: Iterable<DriverRow>): Generator<Row> {
    const rendered = this.#render(statement.definition)
    for (const each of rows) {
      const [row] = decodeRows<Row>(rendered, [each])
      if (row !== undefined) yield row
    }
  }

  #commands(statements: readonly BoundStatement[]): SqlCommand[] {
    return statements.map((each) => this.command(each))
  }
}
