import type { PostgresDatabase } from "./connection/postgres-database.ts"

/** How long an index that was missing is taken for missing, milliseconds: an administrator may make it meanwhile. */
const lookAgainAfter = 60_000

/** The index of searches, which is there where the extension pg_trgm may be used. */
export class SearchIndex {
  readonly #database: PostgresDatabase
  #isThere = false
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(database: PostgresDatabase) {
    this.#database = database
  }

  get isThere(): boolean {
    return this.#isThere || this.#database.hasSearchIndex
  }

  /** Asks the database, unless that is known. */
  async look(): Promise<void> {
    if (this.isThere || performance.now() - this.#lookedAt < lookAgainAfter) return
    const [row] = await this.#database.ask("SELECT (to_regclass('part_search') IS NOT NULL)::int AS found")
    this.#lookedAt = performance.now()
    this.#isThere = row?.found === 1
  }
}
