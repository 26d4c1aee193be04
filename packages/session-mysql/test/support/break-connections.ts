import type { RowDataPacket } from "mysql2/promise"
import { connectAsAdministrator, type ServerAccess } from "session-test-servers/mysql"

const noSuchThread = 1094

/** Ends every connection to a database, those in the middle of a statement too. */
export async function breakConnections(server: ServerAccess, database: string): Promise<void> {
  const administrator = await connectAsAdministrator(server)
  try {
    const [connections] = await administrator.query<RowDataPacket[]>(
      "SELECT id FROM information_schema.processlist WHERE db = ?",
      [database],
    )
    for (const { id } of connections) {
      await administrator.query(`KILL ${Number(id)}`).catch((error: { errno?: number }) => {
        // It has ended by itself meanwhile.
        if (error.errno !== noSuchThread) throw error
      })
    }
  } finally {
    await administrator.end()
  }
}
