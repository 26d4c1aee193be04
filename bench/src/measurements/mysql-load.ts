import type { SessionStore } from "@opencode/session-core"
import type { Connection, RowDataPacket } from "mysql2/promise"
import type { Measurement } from "../measurement.ts"
import { fillHistory } from "../support/history-fixture.ts"
import { storeOf } from "../support/open-store.ts"
import { takeTurns } from "../support/take-turns.ts"

const pageLength = 200

/** All messages of a long session through the store's pages, against SELECT by the driver alone and JSON.parse. */
export const mysqlLoad: Measurement = {
  name: "mysql-load",
  async run(context) {
    const server = await context.mysql({ durable: false })
    if (server === null) return []
    await using database = await server.database()
    const store = storeOf(database.provider)
    const { sessionId, messages, parts } = await fillHistory(store)
    const expect = (counts: Counts) => {
      if (counts.messages !== messages || counts.parts !== parts) throw new Error("Not all was loaded.")
    }
    const turns = await takeTurns({
      clock: "wall",
      rounds: 7,
      warmUps: 2,
      ours: async () => expect(await loadAll(store, sessionId)),
      baseline: async () => expect(await loadBare(database.bare, sessionId)),
    })
    await store.close()
    return [
      {
        what: "MySQL: load 10,000 messages with 30,000 parts page by page",
        ours: messages / (turns.ours / 1000),
        baseline: messages / (turns.baseline / 1000),
        unit: "messages/s",
        ratio: 1 / turns.ratio,
        budget: { least: 0.5 },
      },
    ]
  },
}

interface Counts {
  messages: number
  parts: number
}

async function loadAll(store: SessionStore, sessionId: string): Promise<Counts> {
  const counts = { messages: 0, parts: 0 }
  for await (const message of store.messages.all(sessionId)) {
    counts.messages += 1
    counts.parts += message.parts.length
  }
  return counts
}

/** The baseline: all columns, and every JSON column parsed; as many messages at a time as ours. */
async function loadBare(bare: Connection, sessionId: string): Promise<Counts> {
  const counts = { messages: 0, parts: 0 }
  for (let after = 0, count = pageLength; count === pageLength; ) {
    const [rows] = await bare.query<RowDataPacket[]>(
      "SELECT * FROM message WHERE session_id = ? AND position > ? ORDER BY position LIMIT ?",
      [sessionId, after, pageLength],
    )
    const [partRows] = await bare.query<RowDataPacket[]>(
      `SELECT part.* FROM (SELECT id FROM message WHERE session_id = ? AND position > ? ORDER BY position LIMIT ?) AS page
       JOIN part ON part.session_id = ? AND part.message_id = page.id`,
      [sessionId, after, pageLength, sessionId],
    )
    for (const row of rows) parseColumns(row, ["model", "error", "metadata"])
    for (const row of partRows) parseColumns(row, ["data"])
    count = rows.length
    after = Number(rows.at(-1)?.position)
    counts.messages += rows.length
    counts.parts += partRows.length
  }
  return counts
}

function parseColumns(row: RowDataPacket, names: string[]): void {
  for (const name of names) {
    const text: unknown = row[name]
    if (typeof text === "string") row[name] = JSON.parse(text)
  }
}
