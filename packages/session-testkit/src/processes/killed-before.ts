/** What runs the statements of a migration: a SQL provider's `MigrationTarget`. */
interface StatementTarget {
  execute(statement: string): Promise<void>
}

/**
 * A target of migrations that kills this process with SIGKILL before the statement of that number (0 for the first) would run:
 * what a SQL provider's `migrateUntil` gives to `runMigrations`.
 */
export function killedBefore<Target extends StatementTarget>(statement: number, target: Target): Target {
  let count = 0
  return {
    ...target,
    async execute(sql: string) {
      if (count === statement) process.kill(process.pid, "SIGKILL")
      count += 1
      await target.execute(sql)
    },
  }
}
