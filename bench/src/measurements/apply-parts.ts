import { join } from "node:path"
import type { PartFields } from "@opencode/session-core"
import { author } from "../content/author.ts"
import { textPart, toolPart } from "../content/conversation.ts"
import { Random } from "../content/random.ts"
import type { Measurement } from "../measurement.ts"
import { openBare } from "../support/open-bare.ts"
import { openStore } from "../support/open-store.ts"
import { PreparedBatch, type PreparedBatchInput } from "../support/prepared-batch.ts"
import { recordStatements } from "../support/record-statements.ts"
import { takeTurns } from "../support/take-turns.ts"

interface ApplyPartsOptions {
  name: string
  what: string
  partsPerBatch: number
  batchesPerTurn: number
  rounds: number
  least: number
}

const sessionId = "ses_bench"
const messageId = "msg_bench"
const start = Date.UTC(2026, 0, 5)

/** `apply` of batches of new parts, against the statements that it executes, prepared with the driver. */
export function applyParts(options: ApplyPartsOptions): Measurement {
  return {
    name: options.name,
    async run({ folder }) {
      const random = new Random(7)
      const batch = createBatches(random, options.partsPerBatch)
      const sample = batch()
      const recorded = await recordBatch(join(folder, "recorded.db"), sample)
      const store = await openMessage(join(folder, "ours.db"))
      const baselineFile = join(folder, "baseline.db")
      await (await openMessage(baselineFile)).close()
      const database = openBare(baselineFile)
      const baseline = new PreparedBatch(database, recorded, sample)

      let batches: PreparedBatchInput[] = []
      let ofRound = -1
      const batchesOf = (round: number) => {
        if (round !== ofRound) batches = Array.from({ length: options.batchesPerTurn }, batch)
        ofRound = round
        return batches
      }
      const turns = await takeTurns({
        clock: "processor",
        rounds: options.rounds,
        warmUps: 3,
        prepare: batchesOf,
        async ours(round) {
          for (const { id, at, parts } of batchesOf(round)) {
            await store.apply(
              sessionId,
              parts.map((part) => ({ type: "part.put", part })),
              { batchId: id, at },
            )
          }
        },
        baseline(round) {
          for (const each of batchesOf(round)) baseline.apply(each)
        },
      })
      await store.close()
      database.close()
      assertSameContent(join(folder, "ours.db"), baselineFile)
      const perBatch = 1000 / options.batchesPerTurn
      return [
        {
          what: options.what,
          ours: turns.ours * perBatch,
          baseline: turns.baseline * perBatch,
          unit: "µs",
          ratio: 1 / turns.ratio,
          budget: { least: options.least },
        },
      ]
    },
  }
}

/** Makes one batch after the other: text and tool calls in turn, each text about 1 KB. */
function createBatches(random: Random, size: number): () => PreparedBatchInput {
  let count = 0
  let batches = 0
  return () => {
    batches += 1
    return {
      id: `bat_${String(batches).padStart(8, "0")}`,
      at: start - batches,
      parts: Array.from({ length: size }, (_, place) => {
        count += 1
        const at = start + count
        const id = `prt_${String(count).padStart(26, "0")}`
        const make = (type: string, data: PartFields["data"]) => ({
          id,
          messageId,
          type,
          data,
          createdAt: at,
          updatedAt: at,
        })
        return place % 2 === 0 ? textPart(make, random) : toolPart(make, random)
      }),
    }
  }
}

/** A store with one session that has one message. */
async function openMessage(file: string) {
  const store = await openStore(file)
  await store.sessions.create({ id: sessionId, title: "Fix the parser" })
  const message = {
    id: messageId,
    role: "assistant",
    parentId: null,
    agent: null,
    model: null,
    usage: null,
    error: null,
    author,
    metadata: {},
    createdAt: start,
    updatedAt: start,
    completedAt: null,
  }
  await store.apply(sessionId, [{ type: "message.put", message }], { at: start })
  return store
}

async function recordBatch(file: string, { id, at, parts }: PreparedBatchInput) {
  const store = await openMessage(file)
  const recorded = await recordStatements(() =>
    store.apply(
      sessionId,
      parts.map((part) => ({ type: "part.put", part })),
      { batchId: id, at },
    ),
  )
  await store.close()
  return recorded
}

/** A baseline that did less would be none. */
// Without the index of texts, which both write behind.
function assertSameContent(ours: string, baseline: string): void {
  const [first, second] = [ours, baseline].map((file) => {
    const database = openBare(file)
    const content = [
      database.prepare("SELECT * FROM part ORDER BY number").all(),
      database.prepare("SELECT id, revision FROM batch WHERE id LIKE 'bat%00' ORDER BY id").all(),
      database.prepare("SELECT revision, sequence FROM session").all(),
    ]
    database.close()
    return JSON.stringify(content)
  })
  if (first !== second) throw new Error("The baseline of apply did not write what we wrote.")
}
