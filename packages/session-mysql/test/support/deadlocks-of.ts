import type { Connection, RowDataPacket } from "mysql2/promise"

/** How many transactions the server has rolled back to end a deadlock, since it started. */
export async function deadlocksOf(administrator: Connection): Promise<number> {
  const [[row]] = await administrator.query<RowDataPacket[]>(
    "SELECT count AS deadlocks FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks'",
  )
  return Number(row?.deadlocks)
}
