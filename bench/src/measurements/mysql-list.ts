import type { Connection } from "mysql2/promise"
import type { Measurement } from "../measurement.ts"
import { createSessions, cursorOfPage } from "../support/many-sessions.ts"
import { storeOf } from "../support/open-store.ts"
import { type Turns, takeTurns } from "../support/take-turns.ts"

const few = 1000
const copies = 100
const limit = 50
const deepPage = 1000
const listsPerTurn = 50

/** The lists of sessions: the first page, a deep one, and the first of a small database. */
export const mysqlList: Measurement = {
  name: "mysql-list",
  async run(context) {
    const server = await context.mysql({ durable: false })
    if (server === null) return []
    await using smallDatabase = await server.database()
    await using largeDatabase = await server.database()
    const small = storeOf(smallDatabase.provider)
    const large = storeOf(largeDatabase.provider)
    await createSessions(small, few)
    await createSessions(large, few)
    await repeatSessions(largeDatabase.bare)
    const cursor = await cursorOfPage(large, limit, deepPage)
    const firstPage = () => large.sessions.list({ limit })
    const turns = (ours: () => unknown, baseline: () => unknown) =>
      takeTurns({ clock: "wall", rounds: 15, warmUps: 3, ours: () => repeat(ours), baseline: () => repeat(baseline) })
    const result = (what: string, measured: Turns, most: number) => ({
      what,
      ours: (measured.ours * 1000) / listsPerTurn,
      baseline: (measured.baseline * 1000) / listsPerTurn,
      unit: "µs" as const,
      ratio: measured.ratio,
      budget: { most },
    })
    const results = [
      result(
        `MySQL: list ${limit} of 100,000 sessions, page 1,000 (baseline: page 1)`,
        await turns(() => large.sessions.list({ limit, cursor }), firstPage),
        1.3,
      ),
      result("  of 100,000 (baseline: of 1,000)", await turns(firstPage, () => small.sessions.list({ limit })), 1.5),
    ]
    await small.close()
    await large.close()
    return results
  },
}

async function repeat(list: () => unknown): Promise<void> {
  for (let count = 0; count < listsPerTurn; count += 1) await list()
}

/** Copies a thousand sessions until there are 100,000, the copies with later times: minutes of creating them are spared. */
async function repeatSessions(bare: Connection): Promise<void> {
  const [, fields] = await bare.query("SELECT * FROM session LIMIT 1")
  const changed: Record<string, string> = {
    id: `concat('ses_', lpad(substr(id, 5) + ? * ${few}, 26, '0'))`,
    created_at: `created_at + ? * ${few} * 1000`,
    updated_at: `updated_at + ? * ${few} * 1000`,
  }
  const names = fields.map(({ name }) => name).filter((name) => name !== "number")
  const insert = `INSERT INTO session (${names.join(", ")})
    SELECT ${names.map((name) => changed[name] ?? name).join(", ")} FROM session WHERE updated_at < ${few} * 1000`
  for (let copy = 1; copy < copies; copy += 1) await bare.query(insert, [copy, copy, copy])
  await bare.query("ANALYZE TABLE session")
}
