import type { SessionStore } from "@opencode/session-core"
import type Database from "better-sqlite3"
import type { Measurement, Result } from "../measurement.ts"
import { liveBytes } from "../support/garbage.ts"
import type { HistoryFixture } from "../support/history-fixture.ts"
import { openBare } from "../support/open-bare.ts"
import { openStore } from "../support/open-store.ts"
import { takeTurns } from "../support/take-turns.ts"

const what = "load 10,000 messages with 30,000 parts page by page"

/** All messages of a long session through the store's pages, against SELECT and JSON.parse. */
export const loadMessages: Measurement = {
  name: "load-messages",
  async run(context) {
    const history = await context.history()
    const store = await openStore(history.file)
    const database = openBare(history.file)
    const loadBare = bareLoader(database, history.sessionId)
    const turns = await takeTurns({
      clock: "processor",
      rounds: 9,
      warmUps: 2,
      ours: () => loadAll(store, history),
      baseline: () => loadBare(history),
    })
    const memory = await memoryOfPages(store, history)
    database.close()
    await store.close()
    return [
      {
        what,
        ours: history.messages / (turns.ours / 1000),
        baseline: history.messages / (turns.baseline / 1000),
        unit: "messages/s",
        ratio: 1 / turns.ratio,
        budget: { least: 0.5 },
      },
      memory,
    ]
  },
}

async function loadAll(store: SessionStore, { sessionId, messages, parts }: HistoryFixture): Promise<void> {
  let seen = 0
  let seenParts = 0
  for await (const message of store.messages.all(sessionId)) {
    seen += 1
    seenParts += message.parts.length
  }
  if (seen !== messages || seenParts !== parts) throw new Error(`${seen} messages with ${seenParts} parts were loaded.`)
}

type BareRow = Record<string, unknown>

/**
 * The baseline: all columns, and every JSON column parsed. Of several ways that were tried (all rows at once, one by one, a
 * statement for each message) these pages are the driver's fastest.
 */
function bareLoader(database: Database.Database, sessionId: string) {
  const page = 200
  const messages = database.prepare(
    "SELECT * FROM message WHERE session_id = ? AND position > ? ORDER BY position LIMIT ?",
  )
  const parts = database.prepare(
    `SELECT part.* FROM (SELECT id FROM message WHERE session_id = ? AND position > ? ORDER BY position LIMIT ?) AS page
     CROSS JOIN part ON part.session_id = ? AND part.message_id = page.id`,
  )
  return (expected: HistoryFixture) => {
    let seen = 0
    let seenParts = 0
    for (let after = 0, count = page; count === page; ) {
      // Rows are objects as long as nobody asks for arrays.
      const rows = messages.all(sessionId, after, page) as BareRow[]
      for (const row of rows) parseColumns(row, ["model", "error", "metadata"])
      const partRows = parts.all(sessionId, after, page, sessionId) as BareRow[]
      for (const row of partRows) parseColumns(row, ["data"])
      count = rows.length
      after = Number(rows.at(-1)?.position)
      seen += count
      seenParts += partRows.length
    }
    if (seen !== expected.messages || seenParts !== expected.parts) throw new Error("The baseline did not load all.")
  }
}

function parseColumns(row: BareRow, names: string[]): void {
  for (const name of names) {
    const text = row[name]
    if (typeof text === "string") row[name] = JSON.parse(text)
  }
}

/** What is held while all messages go by, against what a single page of them holds. */
async function memoryOfPages(store: SessionStore, { sessionId, messages }: HistoryFixture): Promise<Result> {
  const kilobyte = 1024
  const before = liveBytes()
  const page = await store.messages.list(sessionId, { limit: 200 })
  const ofPage = liveBytes() - before
  // Held until here.
  if (page.messages.length === 0) throw new Error("There is no page.")
  const beforeAll = liveBytes()
  let most = 0
  let seen = 0
  for await (const _ of store.messages.all(sessionId)) {
    seen += 1
    // Now and then, in the middle of a page: collecting garbage takes its time.
    if (seen % 700 === 0 || seen === messages) most = Math.max(most, liveBytes() - beforeAll)
  }
  return {
    what: "  memory held meanwhile (baseline: one page)",
    ours: most / kilobyte,
    baseline: ofPage / kilobyte,
    unit: "KB",
    ratio: most / ofPage,
    budget: { most: 1.5 },
  }
}
