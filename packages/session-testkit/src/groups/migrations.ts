import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { hook, type KitContext } from "../support/kit-context.ts"
import { readEverything } from "../support/read-everything.ts"
import { apply, create, message } from "../support/samples.ts"

/**
 * Migrations run once, whichever process comes first.
 *
 * What a user loses: the start of a program that meets another one on a new database.
 */
export function describeMigrations(context: KitContext): void {
  describe("invariant 13: migrations", () => {
    it("an empty store is ready after one migration, and a second one finds nothing to do", async () => {
      const { provider } = await context.create()
      const first = await provider.migrate()
      expect(first.pending).toEqual([])
      expect(await provider.migrate()).toEqual({ applied: [], pending: [], version: first.version })
      expect(await apply(provider, "s", [create()])).toBe(1)
    })

    it("a dry run says what would be done and does nothing", async () => {
      const { provider } = await context.create()
      const planned = await provider.migrate({ dryRun: true })
      expect(planned.applied).toEqual([])
      expect(await provider.migrate({ dryRun: true })).toEqual(planned)
      expect((await provider.migrate()).applied).toEqual(planned.pending)
      expect((await provider.migrate({ dryRun: true })).pending).toEqual([])
    })

    it("several that open an empty store at once all succeed, and only one of them migrates", async (test) => {
      const opened = await context.create()
      const reopen = hook(test, opened, "reopen")
      const others = await Promise.all(Array.from({ length: 5 }, () => reopen()))
      const reports = await Promise.all([opened.provider, ...others].map((provider) => provider.migrate()))
      const { version } = await opened.provider.migrate({ dryRun: true })
      expect(reports.filter(({ applied }) => applied.length > 0)).toHaveLength(1)
      for (const report of reports) expect(report).toMatchObject({ pending: [], version })
      for (const [index, provider] of others.entries()) await apply(provider, `s${index}`, [create()])
      expect((await readEverything(opened.provider)).sessions).toHaveLength(5)
    })

    it("migrating again does not touch what is stored", async (test) => {
      const opened = await context.open()
      await apply(opened.provider, "s", [create(), message("m")])
      const before = await readEverything(opened.provider)
      const other = await hook(test, opened, "reopen")()
      await other.migrate()
      expect(await readEverything(other)).toEqual(before)
    })

    it("another program's data is refused as such and left as it is, however often one tries", async (test) => {
      const opened = await context.create()
      const { provider } = opened
      await hook(test, opened, "occupy")("another program")
      // What a first try had left there would let the second one pass.
      for (let attempt = 0; attempt < 2; attempt += 1) {
        await expectError(provider.migrate({ dryRun: true }), "foreign_database")
        expect((await expectError(provider.migrate(), "foreign_database")).hint).toEqual(expect.stringMatching(/./))
      }
    })

    it("a store that a newer version has migrated is refused as such, instead of being written to without its rules", async (test) => {
      const opened = await context.create()
      const { provider } = opened
      await provider.migrate()
      await hook(test, opened, "occupy")("a newer version")
      await expectError(provider.migrate({ dryRun: true }), "newer_schema")
      expect((await expectError(provider.migrate(), "newer_schema")).hint).toEqual(expect.stringMatching(/./))
    })
  })
}
