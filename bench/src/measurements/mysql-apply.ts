import { textPart } from "../content/conversation.ts"
import { Random } from "../content/random.ts"
import type { Measurement } from "../measurement.ts"
import { storeOf } from "../support/open-store.ts"
import { takeTurns } from "../support/take-turns.ts"

const batchesPerTurn = 60
const rounds = 15

/** `apply` of one part, against one INSERT of the same row by the driver alone, which commits by itself. */
export const mysqlApply: Measurement = {
  name: "mysql-apply",
  async run(context) {
    const server = await context.mysql({ durable: true })
    if (server === null) return []
    await using database = await server.database()
    const { provider, bare } = database
    const store = storeOf(provider)
    const { id: sessionId } = await store.sessions.create({ title: "Fix the parser" })
    const { id: messageId } = await store.messages.append(sessionId, { role: "assistant", parts: [] })
    // The same columns and indexes.
    await bare.query("CREATE TABLE bare_part LIKE part")
    const random = new Random(7)
    let count = 0
    const parts = () =>
      Array.from({ length: batchesPerTurn }, () => {
        count += 1
        const at = count
        return textPart(
          (type, data) => ({ id: `prt_${at}`, messageId, type, data, createdAt: at, updatedAt: at }),
          random,
        )
      })
    let ours = parts()
    let theirs = parts()
    const turns = await takeTurns({
      clock: "wall",
      rounds,
      warmUps: 3,
      prepare() {
        ours = parts()
        theirs = parts()
      },
      async ours() {
        for (const part of ours) await store.apply(sessionId, [{ type: "part.put", part }])
      },
      async baseline() {
        for (const part of theirs) {
          await bare.query(
            "INSERT INTO bare_part (session_id, message_id, id, type, data, created_at, updated_at, position, revision) VALUES (?)",
            [
              [
                sessionId,
                messageId,
                part.id,
                part.type,
                JSON.stringify(part.data),
                part.createdAt,
                part.updatedAt,
                1,
                1,
              ],
            ],
          )
        }
      },
    })
    await store.close()
    return [
      {
        what: "MySQL, commits synced: apply of one part",
        ours: (turns.ours * 1000) / batchesPerTurn,
        baseline: (turns.baseline * 1000) / batchesPerTurn,
        unit: "µs",
        ratio: 1 / turns.ratio,
        // By how fast the disk syncs 0.42 to 0.63: docs/performance.md.
        budget: { least: 0.4 },
      },
    ]
  },
}
