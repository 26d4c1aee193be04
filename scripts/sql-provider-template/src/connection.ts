import type { DriverRow, SqlCommand, SqlConnection, SqlTransaction } from "@opencode/session-core/drizzle"
import { SessionStorageError } from "@opencode/session-core/provider"
import type { Database, RunStatement } from "./database.ts"
import { withNul, withoutNul } from "./nul.ts"
import { sqlState, translateError, withoutValues } from "./translate-error.ts"

/** Times that a transaction is tried when the database chose it to end a deadlock. A batch's id makes that safe. */
const attempts = 10

/** Runs the shared statements. */
export class ExampleConnection implements SqlConnection {
  readonly #database: Database
  readonly #running = new Set<Promise<unknown>>()
  #closing: Promise<void> | undefined

  constructor(database: Database) {
    this.#database = database
  }

  read(commands: readonly SqlCommand[]): Promise<DriverRow[][]> {
    return this.transaction("read", (run) => inOrder(commands, run))
  }

  async write({ commands, result }: SqlTransaction): Promise<DriverRow[]> {
    return this.transaction("write", async (run) => {
      await inOrder(commands, run)
      const [rows = []] = await inOrder(result === undefined ? [] : [result], run)
      return rows
    })
  }

  /** Runs a transaction, again where it lost a deadlock. Fails with the contract's errors, or with a constraint violation. */
  async transaction<Result>(mode: "read" | "write", work: (run: RunStatement) => Promise<Result>): Promise<Result> {
    this.assertOpen()
    const running = this.#persistently(mode, work)
    this.#running.add(running)
    try {
      return await running
    } catch (error) {
      const state = sqlState(error)
      // Of a constraint violation the shared statements make their own error, by its code.
      throw state?.startsWith("23") ? withoutValues(state) : translateError(error)
    } finally {
      this.#running.delete(running)
    }
  }

  /** Waits for what was asked for, and closes the database. */
  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#running).then(() => this.#database.close())
    return this.#closing
  }

  assertOpen(): void {
    if (this.#closing !== undefined) throw new SessionStorageError("closed", "The example provider was closed.")
  }

  async #persistently<Result>(mode: "read" | "write", work: (run: RunStatement) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#database.transaction(mode, work)
      } catch (error) {
        const lost = ["40001", "40P01"].includes(sqlState(error) ?? "")
        if (!lost || attempt === attempts) throw error
        await new Promise((resolve) => setTimeout(resolve, attempt * 10 * Math.random()))
      }
    }
  }
}

async function inOrder(commands: readonly SqlCommand[], run: RunStatement): Promise<DriverRow[][]> {
  const results: DriverRow[][] = []
  for (const { statement, values } of commands) {
    const rows = await run(statement.sql, values.map(withoutNul))
    for (const row of rows) for (const name of Object.keys(row)) row[name] = withNul(row[name])
    results.push(rows)
  }
  return results
}
