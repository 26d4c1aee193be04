import type { SqlTransaction } from "@opencode/session-core/drizzle"

/** A transaction to write, and how much it is. */
export interface SqliteWrite extends SqlTransaction {
  /** Characters of all its values: cheap to tell, and not less than what waits to be indexed because of it. */
  readonly characters: number
}

export function sqliteWrite(transaction: SqlTransaction): SqliteWrite {
  let characters = 0
  for (const { values } of transaction.commands) {
    for (const value of values) if (typeof value === "string") characters += value.length
  }
  return { commands: transaction.commands, result: transaction.result, characters }
}
