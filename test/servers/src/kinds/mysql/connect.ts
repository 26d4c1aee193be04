import { type Connection, createConnection } from "mysql2/promise"
import type { ServerAccess } from "../server-access.ts"

/** A connection that may do anything. To be closed by the caller. */
export const connectAsAdministrator = (
  { host, port, socketPath, administrator }: ServerAccess,
  connectTimeout = 10_000,
): Promise<Connection> =>
  createConnection({
    ...(port === 0 && socketPath !== null ? { socketPath } : { host, port }),
    user: administrator.user,
    password: administrator.password,
    connectTimeout,
    multipleStatements: true,
  })

/** Runs statements with all rights, one after the other. */
export const administrate = async (server: ServerAccess, ...statements: string[]): Promise<void> => {
  const connection = await connectAsAdministrator(server)
  try {
    for (const statement of statements) await connection.query(statement)
  } finally {
    await connection.end()
  }
}
