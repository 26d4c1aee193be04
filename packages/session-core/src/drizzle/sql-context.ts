import type { Row, SqlConnection, SqlDialect } from "./dialect.ts"
import type { SessionSchema } from "./schema.ts"
import type { selections } from "./selections.ts"
import type { BoundStatement } from "./statement.ts"

/** What the queries of a SQL provider are made of. */
export interface SqlContext {
  connection: SqlConnection
  dialect: SqlDialect
  schema: SessionSchema
  select: ReturnType<typeof selections>
}

/** The rows of a single read. */
export async function rowsOf(connection: SqlConnection, statement: BoundStatement): Promise<Row[]> {
  const [rows = []] = await connection.read([statement])
  return rows
}

export const first = (rows: Row[]): Row | undefined => rows[0]
