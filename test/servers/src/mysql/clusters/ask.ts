import type { RowDataPacket } from "mysql2/promise"
import { connectAsAdministrator } from "../../kinds/mysql/connect.ts"
import type { ServerAccess } from "../../kinds/server-access.ts"

/** How long a node that hangs is waited for, milliseconds. */
const longestAnswer = 5_000

/** The rows of a query, on a connection of its own. */
export async function ask(node: ServerAccess, sql: string, values: string[] = []): Promise<RowDataPacket[]> {
  const connection = await connectAsAdministrator(node, longestAnswer)
  try {
    const [rows] = await connection.query<RowDataPacket[]>({ sql, timeout: longestAnswer }, values)
    return rows
  } finally {
    connection.destroy()
  }
}
