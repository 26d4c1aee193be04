import type { MigrationTarget } from "@opencode/session-core/drizzle"

/**
 * A target of migrations that kills this process with SIGKILL before the statement of that number (0 for the first) would run:
 * what a SQL provider's `migrateUntil` gives to `runMigrations`.
 */
export function killedBefore(statement: number, target: MigrationTarget): MigrationTarget {
  let count = 0
  return {
    ...target,
    async execute(sql) {
      if (count === statement) process.kill(process.pid, "SIGKILL")
      count += 1
      await target.execute(sql)
    },
  }
}
