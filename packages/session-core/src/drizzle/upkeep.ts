import { chosenRowsOf } from "./chosen-rows.ts"
import type { SqlDatabase } from "./database.ts"
import { keepOldest, settleOldest } from "./hot-sessions.ts"
import { forgetReceipts } from "./receipt.ts"
import type { BoundStatement } from "./statement.ts"

/** How many batches a process writes before it looks how many sessions are hot. */
const batchesBetweenSettlings = 32
/** How many batches a process writes, at least, before it looks for receipts that have aged. */
const batchesBetweenClearings = 1000

/** What a writer does for the database now and then. What one process does not come to, another one does. */
export class Upkeep {
  readonly #database: SqlDatabase
  // A process that writes once does its share, too: there may be many of them.
  #untilSettling = 1
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
    this.#untilSettling -= 1
    if (this.#untilSettling > 0) return []
    this.#untilSettling = batchesBetweenSettlings
    const locks = chosenRowsOf(this.#database.dialect).keep !== undefined
    return [...(locks ? [keepOldest.bind({})] : []), settleOldest.bind({})]
  }

  /** What is done apart, after a batch was written: nobody waits for it or fails with it. */
  afterBatch(): void {
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
