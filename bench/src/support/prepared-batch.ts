import type { PartFields } from "@opencode/session-core"
import { fold, searchableText } from "@opencode/session-core/provider"
import type Database from "better-sqlite3"
import type { RecordedStatement } from "./record-statements.ts"

/** What differs from one batch of parts to the next. All batches have the same number of parts, of the same types. */
export interface PreparedBatchInput {
  id: string
  at: number
  parts: PartFields[]
}

/** Where a value goes that differs. */
interface Slot {
  values: unknown[]
  index: number
  read: (input: PreparedBatchInput) => unknown
}

/** So many texts wait before a writer indexes them, as in the SQLite provider. */
const mostWaiting = 512

/**
 * The baseline of `apply`: the statements that we execute for a batch, prepared once, in better-sqlite3's own transaction.
 * Nothing is built per batch: the values stand in arrays, and only those that differ are set. Texts are indexed in bulk, as ours are.
 */
export class PreparedBatch {
  readonly #slots: Slot[]
  readonly #run: Database.Transaction<() => void>
  readonly #index: Database.Transaction<(texts: string[]) => void>
  #waiting: string[] = []

  constructor(database: Database.Database, recorded: RecordedStatement[], input: PreparedBatchInput) {
    const prepared = new Map<string, Database.Statement>()
    const readers = valueReaders(input)
    this.#slots = []
    const steps = recorded
      .filter(({ source }) => !/^(BEGIN|COMMIT)/.test(source))
      .map(({ source, values }) => {
        const statement = prepared.get(source) ?? database.prepare(source)
        prepared.set(source, statement)
        values.forEach((value, index) => {
          const read = readers.get(value)
          if (read !== undefined) this.#slots.push({ values, index, read })
        })
        return { statement, values, rows: statement.reader }
      })
    if (new Set(this.#slots.map((slot) => slot.read)).size < readers.size) {
      throw new Error("Some values of the batch are not among those that its statements take.")
    }
    const newest = database.prepare<[], number>("SELECT max(number) FROM part").pluck()
    const insert = database.prepare("INSERT INTO part_search (rowid, text) VALUES (?, ?)")
    this.#index = database.transaction((texts) => {
      const first = (newest.get() ?? 0) - texts.length + 1
      texts.forEach((text, place) => {
        insert.run(first + place, text)
      })
    })
    this.#run = database.transaction(() => {
      for (const { statement, values, rows } of steps) {
        if (rows) statement.all(values)
        else statement.run(values)
      }
    })
  }

  apply(input: PreparedBatchInput): void {
    for (const { values, index, read } of this.#slots) values[index] = read(input)
    this.#run.immediate()
    this.#waiting.push(...input.parts.map(indexedText))
    if (this.#waiting.length < mostWaiting) return
    this.#index.immediate(this.#waiting)
    this.#waiting = []
  }
}

/** The recorded values that differ from batch to batch, and how another batch's is found. */
function valueReaders(recorded: PreparedBatchInput): Map<unknown, Slot["read"]> {
  const readers = new Map<unknown, Slot["read"]>([
    [recorded.id, (input) => input.id],
    [recorded.at, (input) => input.at],
  ])
  recorded.parts.forEach((part, place) => {
    const add = (value: unknown, read: (part: PartFields) => unknown) =>
      // Every batch of one measurement has as many parts.
      readers.set(value, (input) => read(input.parts[place] as PartFields))
    add(part.id, (each) => each.id)
    add(JSON.stringify(part.data), (each) => JSON.stringify(each.data))
    add(part.createdAt, (each) => each.createdAt)
  })
  return readers
}

/** As the index takes it. None of the texts here has a NUL, which would be replaced. */
const indexedText = (part: PartFields): string => `${fold(searchableText(part))}  `
