import type { MigrationPoint } from "../provider-under-test.ts"

/** What runs the statements of a migration: a SQL provider's `MigrationTarget`. */
interface StatementTarget {
  execute(statement: string): Promise<void>
}

/**
 * A target of migrations that kills this process with SIGKILL at the given point: what a SQL provider's `migrateUntil` gives to
 * `runMigrations`, which records a statement after `execute` has returned.
 */
export function killedAt<Target extends StatementTarget>(
  { statement, moment }: MigrationPoint,
  target: Target,
): Target {
  let count = 0
  const killAt = (passed: MigrationPoint["moment"]) => {
    if (count === statement && moment === passed) process.kill(process.pid, "SIGKILL")
  }
  return {
    ...target,
    async execute(sql: string) {
      killAt("before")
      await target.execute(sql)
      killAt("unrecorded")
      count += 1
    },
  }
}
