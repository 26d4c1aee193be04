import { setTimeout as sleep } from "node:timers/promises"
import type { Connection, RowDataPacket } from "mysql2/promise"
import { connectAsAdministrator, type ServerAccess } from "session-test-servers/mysql"
import { deadlocksOf } from "./deadlocks-of.ts"

/** The server rolls the smaller transaction back. This many rows are more than any write of a test has. */
const weight = 2000
const longestWait = 20_000
/** The server shows a copy of its transactions that it makes anew only when nobody has looked for 100 ms. */
const pollInterval = 150

/**
 * Has a write lose a deadlock: another transaction holds the rows of the feed, which a write takes last, and asks for the
 * session's row when the write waits for it. Returns what the write returns.
 */
export async function provokeDeadlock<Result>(
  server: ServerAccess,
  database: string,
  sessionId: string,
  write: () => Promise<Result>,
): Promise<Result> {
  const other = await connectAsAdministrator(server)
  try {
    const rows = Array.from({ length: weight }, (_, index) => `(${index})`)
    await other.query(`USE \`${database}\`; CREATE TEMPORARY TABLE weight (n int)`)
    await other.query("START TRANSACTION; SELECT * FROM change_feed FOR UPDATE")
    await other.query(`INSERT INTO weight VALUES ${rows.join()}`)
    const before = await deadlocksOf(other)
    const earlier = await waitingTransactions(other, database)
    const writing = write()
    await waitsForLock(other, database, earlier, writing)
    await other.query("SELECT id FROM session WHERE id = ? FOR UPDATE", [sessionId])
    if ((await deadlocksOf(other)) === before) throw new Error("No deadlock came about.")
    await other.query("COMMIT")
    return await writing
  } finally {
    other.destroy()
  }
}

/** Returns when a transaction in the database waits for a lock, other than the earlier ones: the server's copy may be old. */
async function waitsForLock(
  administrator: Connection,
  database: string,
  earlier: Set<string>,
  writing: Promise<unknown>,
): Promise<void> {
  let outcome: string | undefined
  writing.then(
    () => {
      outcome = "was stored"
    },
    (error: unknown) => {
      outcome = `failed: ${error}`
    },
  )
  for (const deadline = performance.now() + longestWait; ; await sleep(pollInterval)) {
    const waiting = await waitingTransactions(administrator, database)
    if ([...waiting].some((id) => !earlier.has(id))) return
    if (outcome !== undefined) throw new Error(`The write waited for no row of the feed: it ${outcome}.`)
    if (performance.now() > deadline) throw new Error(`Within ${longestWait} ms the write did not come to the feed.`)
  }
}

/** The ids of the database's transactions that wait for a lock. */
async function waitingTransactions(administrator: Connection, database: string): Promise<Set<string>> {
  const [rows] = await administrator.query<RowDataPacket[]>(
    `SELECT CAST(trx_id AS CHAR) AS transaction_id FROM information_schema.innodb_trx
     JOIN information_schema.processlist ON id = trx_mysql_thread_id
     WHERE db = ? AND trx_state = 'LOCK WAIT'`,
    [database],
  )
  return new Set(rows.map((row) => String(row.transaction_id)))
}
