import { SessionStorageError } from "../errors/session-storage-error.ts"
import { fnvHash } from "../hash/fnv-hash.ts"
import type { MigrationReport } from "../provider/health.ts"

/** A step of the schema, as drizzle-kit generated it or as it was written by hand. Never changed once published. */
export interface Migration {
  /** Its number and name: `0000_first`. Names ascend. */
  name: string
  /** Run one by one, in this order. */
  statements: string[]
}

/** How far a migration is in a database. */
export interface MigrationProgress {
  /** The migration's name. */
  name: string
  /** How many of its statements were run. */
  done: number
  /** How many it has. */
  total: number
  /** Of its statements. */
  checksum: string
}

/** A database that is being migrated. Everything is called under the lock, except `progress`. */
export interface MigrationTarget {
  /** What was run so far; empty for an empty database. Fails with `foreign_database` for another program's. */
  progress(): Promise<MigrationProgress[]>
  /**
   * Waits until no other process migrates, and keeps others waiting until `run` has ended. May call `run` again after an outage: it
   * goes on where it stopped.
   */
  exclusively<Result>(run: () => Promise<Result>): Promise<Result>
  /** Makes the table that progress is kept in, unless it is there. */
  prepare(): Promise<void>
  /** Runs a statement of a migration. */
  execute(statement: string): Promise<void>
  /** Never takes back what another process has recorded since. */
  record(progress: MigrationProgress): Promise<void>
  /** Whether a statement failed because it was run before, by a process that was killed before it could record it. */
  isAlreadyDone(error: unknown): boolean
  /**
   * How long a server that takes no writes may be without a sign of progress until somebody else has migrated it, milliseconds:
   * a secondary gets its schema from the primary. Without it, `read_only` is thrown immediately.
   */
  readOnlyPatience?: number
}

/**
 * Brings a database up to date: one process at a time, the others wait and find it done. Progress is recorded statement by
 * statement, so that the process after a killed one continues where it stopped, also where DDL cannot be rolled back.
 */
export async function runMigrations(
  target: MigrationTarget,
  migrations: Migration[],
  options: { dryRun?: boolean } = {},
): Promise<MigrationReport> {
  const before = assess(migrations, await target.progress())
  if (before.pending.length === 0 || options.dryRun === true) return before
  let applied: string[] | undefined
  try {
    return await target.exclusively(async () => {
      await target.prepare()
      const progress = await target.progress()
      const { pending } = assess(migrations, progress)
      applied ??= pending
      for (const migration of migrations) {
        if (pending.includes(migration.name)) await run(target, migration, progress)
      }
      return { ...assess(migrations, await target.progress()), applied }
    })
  } catch (error) {
    if (!SessionStorageError.isInstance(error, "read_only") || target.readOnlyPatience === undefined) throw error
    return awaitOthers(target, migrations, target.readOnlyPatience, error)
  }
}

async function run(target: MigrationTarget, migration: Migration, progress: MigrationProgress[]): Promise<void> {
  const { name, statements } = migration
  const from = doneOf(progress, name)
  for (let done = from; done < statements.length; ) {
    try {
      await target.execute(statements[done] ?? "")
    } catch (error) {
      // The first one may have been run by a process that was killed before it could record it.
      if (!target.isAlreadyDone(error) || done !== from) throw failure(name, done, error)
    }
    done += 1
    await target.record({ name, done, total: statements.length, checksum: checksum(migration) })
  }
}

const pollInterval = 100

/** Waits for another process that migrates through a server that takes writes. */
async function awaitOthers(
  target: MigrationTarget,
  migrations: Migration[],
  patience: number,
  refusal: SessionStorageError,
): Promise<MigrationReport> {
  let seen = ""
  let since = performance.now()
  for (;;) {
    const progress = await target.progress()
    const report = assess(migrations, progress)
    if (report.pending.length === 0) return report
    if (seen !== JSON.stringify(progress)) {
      seen = JSON.stringify(progress)
      since = performance.now()
    }
    if (performance.now() - since >= patience) {
      throw new SessionStorageError(
        "read_only",
        `${refusal.message} The migrations ${report.pending.join(", ")} are missing.`,
        {
          cause: refusal,
          hint: "Run `opencode-session migrate` once against the server that takes writes, or configure that server.",
        },
      )
    }
    await new Promise((resolve) => setTimeout(resolve, pollInterval))
  }
}

const doneOf = (progress: MigrationProgress[], name: string): number =>
  progress.find((each) => each.name === name)?.done ?? 0

function failure(name: string, index: number, cause: unknown): unknown {
  if (SessionStorageError.isInstance(cause)) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new SessionStorageError("migration_failed", `Migration ${name} failed at statement ${index + 1}: ${reason}`, {
    cause,
    hint: "What was done stays, and the next start goes on from there. Check the user's privileges and the free space.",
  })
}

/** Compares what a database has with what there is. */
function assess(migrations: Migration[], progress: MigrationProgress[]): MigrationReport {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { name, checksum: recorded } of progress) {
    const migration = known.get(name)
    if (migration === undefined) {
      throw new SessionStorageError(
        "newer_schema",
        `The database has migration ${name}, which this version does not know.`,
        {
          hint: "A newer version wrote it. Update the @opencode/session packages.",
        },
      )
    }
    if (checksum(migration) !== recorded) {
      throw new SessionStorageError(
        "migration_failed",
        `Migration ${name} is not the one that the database was made with.`,
        {
          hint: "A version from before the first release made it, or the packages were changed. Nothing was written. Open the database with that version to export its sessions, or install the published packages again: a published migration never changes.",
        },
      )
    }
  }
  const complete = new Set(progress.filter((each) => each.done === each.total).map((each) => each.name))
  return {
    applied: [],
    pending: migrations.map((migration) => migration.name).filter((name) => !complete.has(name)),
    version: migrations.findLast((migration) => complete.has(migration.name))?.name ?? null,
  }
}

/** Notices a migration that was changed after it was published: an accident, not an attack. */
const checksum = (migration: Migration): string => fnvHash(migration.statements.join("\n")).toString(16)
