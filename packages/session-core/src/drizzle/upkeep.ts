import { setImmediate } from "node:timers"
import { createIdentifier } from "../identifier/identifier.ts"
import { chosenRowsOf } from "./chosen-rows.ts"
import type { SqlDatabase } from "./database.ts"
import type { SqlDialect } from "./dialect.ts"
import { claimOldest, keepOldest, settleOldest } from "./hot-sessions.ts"
import { forgetReceipts } from "./receipt.ts"
import type { BoundStatement } from "./statement.ts"

/** How many batches a process writes before it looks how many sessions are hot. */
const batchesBetweenSettlings = 32
/** After how many batches one does that itself which might have been done apart: a process may write without ever pausing. */
const mostBatchesBetweenSettlings = 48
/** How many batches a process writes, at least, before it looks for receipts that have aged. */
const batchesBetweenClearings = 1000

/** What a writer does for the database now and then. What one process does not come to, another one does. */
export class Upkeep {
  readonly #database: SqlDatabase
  // A process that writes once does its share, too: there may be many of them.
  #sinceSettling = mostBatchesBetweenSettlings
  #isSettling = false
  #untilClearing: number
  #isClearing = false

  constructor(database: SqlDatabase) {
    this.#database = database
    // By chance. A server has processes that write as much, and its connections are not for this.
    this.#untilClearing = database.dialect.oneWriter
      ? 1 + Math.floor(Math.random() * batchesBetweenClearings)
      : batchesBetweenClearings
  }

  /** What a batch does with its own changes, at their end. */
  withBatch(): BoundStatement[] {
    const { dialect } = this.#database
    this.#sinceSettling += 1
    // Where each transaction is a round trip and a sync of its own, none is begun for this alone.
    if (this.#sinceSettling < (dialect.oneWriter ? mostBatchesBetweenSettlings : batchesBetweenSettlings)) return []
    this.#sinceSettling = 0
    return settlingOf(dialect)
  }

  /** What is done apart, after a batch was written: nobody waits for it or fails with it. */
  afterBatch(): void {
    if (this.#database.dialect.oneWriter && this.#sinceSettling >= batchesBetweenSettlings) this.#settleSoon()
    this.#clearNowAndThen()
  }

  #settleSoon(): void {
    if (this.#isSettling) return
    this.#isSettling = true
    // Whoever waits for the batch goes on first.
    setImmediate(() => {
      this.#isSettling = false
      if (this.#sinceSettling < batchesBetweenSettlings) return
      this.#sinceSettling = 0
      // A later batch tries again, and a closed database is in order.
      this.#database.run(settlingOf(this.#database.dialect)).catch(() => undefined)
    })
  }

  #clearNowAndThen(): void {
    this.#untilClearing -= 1
    if (this.#untilClearing > 0 || this.#isClearing) return
    this.#untilClearing = batchesBetweenClearings
    this.#isClearing = true
    forgetReceipts(this.#database)
      .then((looked) => {
        // A receipt is looked at once for each batch that is written, however many there are.
        this.#untilClearing = Math.max(batchesBetweenClearings, looked)
      })
      // The next one tries again, and a closed database is in order.
      .catch(() => undefined)
      .finally(() => {
        this.#isClearing = false
      })
  }
}

function settlingOf(dialect: SqlDialect): BoundStatement[] {
  const mark = createIdentifier("batch")
  const locks = chosenRowsOf(dialect).keep !== undefined
  return [
    locks ? keepOldest.bind({}) : claimOldest.bind({ mark }),
    settleOldest.removeLabels.bind({ mark }),
    settleOldest.insertLabels.bind({ mark }),
    settleOldest.recount.bind({ mark }),
    settleOldest.forgetUsage.bind({ mark }),
    settleOldest.noteUsage.bind({ mark }),
    settleOldest.sessions.bind({ mark }),
  ]
}
