import type Database from "better-sqlite3"
import { openBare } from "../support/open-bare.ts"
import { WalFrames } from "./wal-frames.ts"

/** How many pages were written into the write-ahead log, by b-tree: a table or an index. */
export type PageCounts = ReadonlyMap<string, number>

/** Pages that no b-tree has: those that were given back. */
const freePages = "(free pages)"

/**
 * Counts the pages that any connection writes into the write-ahead log of a SQLite file, by b-tree. A page counts for the b-tree
 * that owns it after the write; overflow pages and new pages are included.
 *
 * It holds a read transaction open, so the log only grows: SQLite cannot reset it, and no frame is lost.
 */
export class PageCounter implements Disposable {
  readonly #reader: Database.Database
  readonly #frames: WalFrames
  readonly #owners: Database.Statement<[], { page: number; tree: string }>

  constructor(file: string) {
    this.#reader = openBare(file)
    // The pages' owners must be those of now, and this connection sees an old state.
    const database = openBare(file)
    const version = database.pragma("user_version", { simple: true })
    // A reader keeps the log from beginning anew only when it reads from it.
    database.pragma(`user_version = ${version}`)
    this.#reader.exec("BEGIN; SELECT count(*) FROM sqlite_schema")
    this.#frames = new WalFrames(file)
    this.#owners = database.prepare("SELECT pageno AS page, name AS tree FROM dbstat")
  }

  /** The pages that were written since the last call. */
  written(): PageCounts {
    const counts = new Map<string, number>()
    const pages = this.#frames.committed()
    if (pages.length === 0) return counts
    const owners = new Map(this.#owners.all().map(({ page, tree }) => [page, tree]))
    for (const page of pages) {
      const tree = owners.get(page) ?? freePages
      counts.set(tree, (counts.get(tree) ?? 0) + 1)
    }
    return counts
  }

  [Symbol.dispose](): void {
    this.#frames[Symbol.dispose]()
    this.#owners.database.close()
    this.#reader.close()
  }
}

/** The pages of all b-trees. */
export const totalOf = (counts: PageCounts): number => [...counts.values()].reduce((sum, count) => sum + count, 0)
