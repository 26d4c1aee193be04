import { clearTimeout, setTimeout } from "node:timers"
import { setImmediate as nextTurn } from "node:timers/promises"
import { type BoundStatement, partText, type SearchKind, SqlDatabase } from "@opencode/session-core/drizzle"
import { fold } from "@opencode/session-core/provider"
import {
  forgetText,
  indexText,
  reach,
  settle,
  type WaitingState,
  waiting,
  waitingParts,
  waitingStates,
  waitingTitles,
} from "./search-statements.ts"
import type { SqliteConnection } from "./sqlite-connection.ts"
import { sqliteDialect } from "./sqlite-dialect.ts"
import { indexedText } from "./trigram-query.ts"

/** How much may wait before a writer indexes it: a search reads all of it. */
export const mostWaiting = { rows: 512, bytes: 512 * 1024 }
/** How much one transaction indexes: writers wait for it. Bytes of JSON. */
const mostAtOnce = { rows: 256, bytes: 256 * 1024 }
/** After so many characters of a process's own writes it looks how much waits. */
const charactersBetweenLooks = 64 * 1024
/** A process that has not written for so long, in milliseconds, indexes what waits. */
const idleTime = 1000

const kinds = ["title", "part"] as const satisfies readonly SearchKind[]

/** What remains to be taken into one transaction. */
interface Allowance {
  rows: number
  bytes: number
}

/**
 * Brings the search's indexes up to date behind the writes: an index costs a commit several pages, and would take each growth of
 * a streamed part again. Search looks at what waits by itself, so nothing depends on when this is done, or whether a process
 * comes to do it: any process may, at any time, several at once. A failure leaves it to the next attempt; what was written is
 * stored, and searches find it.
 */
export class SearchIndexing {
  readonly #connection: SqliteConnection
  readonly #database: SqlDatabase
  /** Another process may have left anything: the first write looks. */
  #charactersUntilLook = 0
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #working: Promise<void> | undefined
  #hasWritten = false

  constructor(connection: SqliteConnection) {
    this.#connection = connection
    this.#database = new SqlDatabase(connection, sqliteDialect)
  }

  /**
   * To be told of each write of this process, once it is durable, and of how many characters of values it had. Resolves at once: what is
   * to be done is done when the event loop turns. Only a writer that does not let it turn waits. Never fails.
   */
  async wrote(characters: number): Promise<void> {
    this.#hasWritten = true
    // What waits may wait for the next process.
    if (this.#timer === undefined) this.#timer = setTimeout(() => void this.finish(), idleTime).unref()
    else this.#timer.refresh()
    this.#charactersUntilLook -= characters
    if (this.#charactersUntilLook > 0) return
    if (this.#looking !== undefined) return this.#looking
    this.#charactersUntilLook = charactersBetweenLooks / 2
    this.#looking = this.#look().finally(() => {
      this.#charactersUntilLook = charactersBetweenLooks
      this.#looking = undefined
    })
  }

  async #look(): Promise<void> {
    await nextTurn()
    try {
      if (await this.#isTooMuch()) await this.finish()
    } catch {
      // The write is stored: what is wrong with the file, or that it was closed, is for the next call to say.
    }
  }

  /** Indexes what waits, unless another process is writing. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#looking
    await this.#working
    await this.#connection.settled()
    if (!this.#hasWritten) return
    try {
      while (this.#connection.transactNow(() => this.#step()));
    } catch {
      // It waits for the next process.
    }
  }

  async #isTooMuch(): Promise<boolean> {
    const limit = mostWaiting.rows
    const found = await this.#database.read(
      kinds.flatMap((kind) => waitingStates.map((state) => waiting({ kind, state }).bind({ limit }))),
    )
    const sums = found.flat()
    const sum = (name: keyof Allowance) => sums.reduce((total, each) => total + each[name], 0)
    return sum("rows") >= mostWaiting.rows || sum("bytes") >= mostWaiting.bytes
  }

  /** Indexes all that waits, in transactions between which others may write. */
  finish(): Promise<void> {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined
    })
    return this.#working
  }

  async #work(): Promise<void> {
    try {
      while (await this.#connection.transact(() => this.#step())) await nextTurn()
    } catch {
      // It stays until the next attempt.
    }
  }

  /** Indexes some of what waits, within a transaction. Tells whether more may wait. */
  #step(): boolean {
    const left: Allowance = { ...mostAtOnce }
    const taken = kinds.flatMap((kind) => waitingStates.map((state) => this.#take(kind, state, left)))
    // All texts at the end and together: FTS5 writes out what it has collected before most other statements.
    for (const put of taken.flat()) this.#run(put)
    return left.rows <= 0 || left.bytes <= 0
  }

  /** Takes the next texts off what waits, as far as allowed, and gives the statements that index them. */
  #take(kind: SearchKind, state: WaitingState, left: Allowance): BoundStatement[] {
    const puts: BoundStatement[] = []
    if (left.rows <= 0 || left.bytes <= 0) return puts
    let last = 0
    for (const { number, text, size } of this.#waiting(kind, state)) {
      last = number
      if (text !== "") puts.push(indexText({ kind }).bind({ number, text: indexedText(fold(text)) }))
      else if (state === "changed") puts.push(forgetText({ kind }).bind({ number }))
      left.rows -= 1
      left.bytes -= size
      if (left.rows <= 0 || left.bytes <= 0) break
    }
    if (last > 0) this.#run((state === "new" ? reach : settle)({ kind }).bind({ number: last }))
    return puts
  }

  *#waiting(kind: SearchKind, state: WaitingState): Generator<{ number: number; text: string; size: number }> {
    if (kind === "title") {
      for (const { number, title } of this.#iterate(waitingTitles({ state }).bind({}))) {
        yield { number, text: title, size: title.length }
      }
    } else {
      for (const row of this.#iterate(waitingParts({ state }).bind({}))) {
        yield { number: row.number, text: partText(row), size: row.data.length }
      }
    }
  }

  #iterate<Row>(bound: BoundStatement<Row>): Generator<Row> {
    return this.#database.decode(bound, this.#connection.iterate(this.#database.command(bound)))
  }

  #run(bound: BoundStatement): void {
    const { statement, values } = this.#database.command(bound)
    this.#connection.prepare(statement).run(values)
  }
}
