import { setTimeout as sleep } from "node:timers/promises"
import type { Client } from "pg"
import { connectAsAdministrator } from "session-test-servers/postgres"

type Server = Parameters<typeof connectAsAdministrator>[0]

const longestWait = 20_000
const pollInterval = 20

/**
 * Has a write lose a deadlock: another transaction holds the rows of the feed, which a write takes last, and asks for the
 * session's row when the write waits for it. The server ends the transaction that has waited longest without an answer: the other
 * one is given more time. Returns what the write returns.
 */
export async function provokeDeadlock<Result>(
  server: Server,
  database: string,
  sessionId: string,
  write: () => Promise<Result>,
): Promise<Result> {
  const other = await connectAsAdministrator(server, { database })
  const watcher = await connectAsAdministrator(server, { database })
  try {
    await other.query("SET deadlock_timeout = '1min'")
    const before = await deadlocksOf(watcher)
    await other.query("BEGIN")
    await other.query("SELECT * FROM change_feed FOR UPDATE")
    const writing = write()
    writing.catch(() => {})
    await waitsForLock(watcher, database)
    // Returns when the write has lost, and before its next try comes to the session.
    await other.query("SELECT id FROM session WHERE id = $1 FOR UPDATE", [sessionId])
    await other.query("COMMIT")
    const result = await writing
    for (const deadline = performance.now() + longestWait; (await deadlocksOf(watcher)) === before; ) {
      if (performance.now() > deadline) throw new Error("No deadlock came about.")
      await sleep(pollInterval)
    }
    return result
  } finally {
    await other.end()
    await watcher.end()
  }
}

async function deadlocksOf(client: Client): Promise<number> {
  await client.query("SELECT pg_stat_clear_snapshot()")
  const { rows } = await client.query("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
  return Number(rows[0]?.deadlocks)
}

/** Returns when a transaction in the database waits for a lock. */
async function waitsForLock(client: Client, database: string): Promise<void> {
  for (const deadline = performance.now() + longestWait; ; await sleep(pollInterval)) {
    const { rows } = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'",
      [database],
    )
    if (rows.length > 0) return
    if (performance.now() > deadline)
      throw new Error(`Within ${longestWait} ms the write waited for no row of the feed.`)
  }
}
