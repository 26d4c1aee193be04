import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { CaseContext } from "../cases/kit-case.ts"
import { entryOf, startProcess } from "../processes/provider-process.ts"
import type { MigrationPoint, ProcessModule } from "../provider-under-test.ts"
import { hook, type KitContext } from "../support/kit-context.ts"
import { readEverything } from "../support/read-everything.ts"
import { apply, create, message } from "../support/samples.ts"

/** Some of the first statements, some of the last ones, and more than there are. */
const statements = [0, 1, 7, 20, 33, 1_000]

/**
 * What a user loses: a laptop whose lid is closed, or a container that is stopped, during the first start after an update leaves
 * a store that no later start can open.
 */
export function describeKilledMigrations(context: KitContext): void {
  /** Kills a migration of a fresh store, and has this process complete it. Returns whether there was such a point. */
  async function killAndComplete(test: CaseContext, point: MigrationPoint): Promise<boolean> {
    const opened = await context.create()
    await using process = await startProcess(hook(test, opened, "openInProcess"))
    const wasKilled = await process.migrateUntil(point)
    const { provider } = opened
    expect(await provider.migrate(), JSON.stringify(point)).toMatchObject({ pending: [] })
    await apply(provider, "s", [create(), message("m")])
    expect(await readEverything(provider)).toMatchObject({ sessions: [{ id: "s", messageCount: 1 }] })
    return wasKilled
  }

  describe(
    "invariant 13: killed migrations",
    () => {
      it.each([
        ["before any statement", "before"],
        ["between any statement and its record", "unrecorded"],
      ] as const)("a migration that is killed %s is completed by the next start", async (test, _where, moment) => {
        const { module } = entryOf(hook(test, await context.create(), "openInProcess"), 0)
        const { migrateUntil }: ProcessModule = await import(module)
        if (migrateUntil === undefined) test.skip(`the provider's process module has no "migrateUntil"`, "migrateUntil")
        const killed = await Promise.all(statements.map((statement) => killAndComplete(test, { statement, moment })))
        // The first statement is there in any migration; whether there are more is the provider's business.
        expect(killed[0]).toBe(true)
      })
      // Starting processes takes a busy machine its time.
    },
    { timeout: 240_000 },
  )
}
