import { setTimeout as sleep } from "node:timers/promises"
import type { Connection, RowDataPacket } from "mysql2/promise"

/** MySQL's ER_CANNOT_CONVERT_STRING. */
const cannotConvertString = 3854

/**
 * Waits until the server has ended the last connection to a database, at most so many milliseconds; false when one is left.
 * What a client that was lost has sent may run until then, and be committed.
 */
export async function clientsGone(administrator: Connection, database: string, longest: number): Promise<boolean> {
  const deadline = performance.now() + longest
  while (await hasClients(administrator, database)) {
    if (performance.now() > deadline) return false
    await sleep(10)
  }
  return true
}

async function hasClients(administrator: Connection, database: string): Promise<boolean> {
  try {
    const [rows] = await administrator.query<RowDataPacket[]>(
      "SELECT 1 FROM information_schema.processlist WHERE db = ?",
      [database],
    )
    return rows.length > 0
  } catch (error) {
    // The list has the statements of all clients, and may lack a character of one. A moment later it works.
    if (error instanceof Error && "errno" in error && error.errno === cannotConvertString) return true
    throw error
  }
}
