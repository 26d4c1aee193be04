import type { HistoryFixture } from "./support/history-fixture.ts"
import type { MysqlServer, MysqlServerOptions } from "./support/mysql-server.ts"

/** What a ratio must keep to. */
export type Budget = { least: number } | { most: number }

/** One line of the table. */
export interface Result {
  what: string
  /** In `unit`. */
  ours: number
  /** In `unit`. */
  baseline: number
  unit: Unit
  /** Ours to the baseline's, by rate where the budget is a least, by time, bytes or count where it is a most. */
  ratio: number
  budget: Budget
}

export type Unit = "µs" | "ms" | "messages/s" | "MB" | "KB" | "MB/s" | "writes/s" | "round trips" | "pages"

/** Details of a result that a ratio does not show. */
export interface Table {
  title: string
  columns: string[]
  rows: string[][]
}

/** What measurements share. */
export interface BenchContext {
  /** A temporary folder of the measurement's own. */
  folder: string
  /** A session of 10,000 messages with 30,000 parts in a SQLite file, filled at the first call. */
  history(): Promise<HistoryFixture>
  /** A MySQL server, started at the first call. Null where none can be had, which is said then. */
  mysql(options: MysqlServerOptions): Promise<MysqlServer | null>
  /** Prints a table before the results. */
  show(table: Table): void
}

export interface Measurement {
  /** For `--only`. */
  name: string
  run(context: BenchContext): Promise<Result[]>
}

export function isWithinBudget({ ratio, budget }: Result): boolean {
  // A ratio that could not be computed is no pass.
  return "least" in budget ? ratio >= budget.least : ratio <= budget.most
}
