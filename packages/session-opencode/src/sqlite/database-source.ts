import type { SqliteDatabase } from "@opencode/session-sqlite-driver"
import type { Source } from "../source/source.ts"
import type { DatabaseInput } from "../source/source-input.ts"
import type { SourceSession } from "../source/source-session.ts"
import { atOneMoment } from "./at-one-moment.ts"
import type { DatabaseReader } from "./database-reader.ts"
import { translateSqliteError } from "./translate-sqlite-error.ts"

/** A database as a source. Its errors name the file, and the session in which they came up. */
export const databaseSource = (input: DatabaseInput, reader: DatabaseReader): Source =>
  new DatabaseSource(input, reader)

class DatabaseSource implements Source {
  readonly #database: SqliteDatabase
  readonly #path: string
  readonly #reader: DatabaseReader

  constructor({ database, path }: DatabaseInput, reader: DatabaseReader) {
    this.#database = database
    this.#path = path
    this.#reader = reader
  }

  get format(): Source["format"] {
    return this.#reader.format
  }

  get identity(): string | null {
    return this.#reader.identity ?? null
  }

  get projectKeysAreIds(): boolean {
    return this.#reader.projectKeysAreIds
  }

  get sessionCount(): number {
    return this.#translated(() => this.#reader.sessionCount)
  }

  get projectKeys(): readonly string[] {
    return this.#translated(() => this.#reader.projectKeys)
  }

  *sessionIds(): Generator<string> {
    try {
      yield* this.#reader.sessionIds()
    } catch (error) {
      throw translateSqliteError(error, this.#path)
    }
  }

  async read<Result>(id: string, use: (session: SourceSession | null) => Promise<Result>): Promise<Result> {
    try {
      return await atOneMoment(this.#database, () => use(this.#reader.session(id)))
    } catch (error) {
      throw translateSqliteError(error, this.#path, `session ${id}`)
    }
  }

  get stamps(): (() => ReadonlyMap<string, string>) | undefined {
    const reader = this.#reader
    return reader.stamps === undefined ? undefined : () => this.#translated(() => reader.stamps?.() ?? new Map())
  }

  get activity(): (() => ReadonlyMap<string, string>) | undefined {
    const reader = this.#reader
    return reader.activity === undefined ? undefined : () => this.#translated(() => reader.activity?.() ?? new Map())
  }

  get unknownTables(): readonly string[] {
    return this.#reader.unknownTables ?? []
  }

  reportOrphans(): void {
    this.#translated(() => this.#reader.reportOrphans())
  }

  [Symbol.dispose](): void {
    // The database is its input, which is closed by itself.
  }

  #translated<Result>(run: () => Result): Result {
    try {
      return run()
    } catch (error) {
      throw translateSqliteError(error, this.#path)
    }
  }
}
