import { soon } from "session-test-support/soon"
import { describe, expect, it } from "vitest"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { type Migration, type MigrationProgress, type MigrationTarget, runMigrations } from "./migrations.ts"

const migrations: Migration[] = [
  { name: "0000_first", statements: ["create a", "create b", "create c"] },
  { name: "0001_second", statements: ["create d", "create e"] },
]
const all = ["create a", "create b", "create c", "create d", "create e"]

class Killed extends Error {}

/** A database whose DDL cannot be rolled back, as MySQL's. Its process can be killed before and after each step. */
class FakeTarget implements MigrationTarget {
  readonly rows = new Map<string, MigrationProgress>()
  readonly executed: string[] = []
  /** How many more steps the process lives. */
  lifetime = Number.POSITIVE_INFINITY
  locked = false
  /** Called between any two steps. */
  afterStep: () => Promise<void> | void = () => {}

  #step(): void {
    this.lifetime -= 1
    if (this.lifetime < 0) throw new Killed()
  }

  async progress() {
    return [...this.rows.values()]
  }

  async exclusively<Result>(run: () => Promise<Result>): Promise<Result> {
    expect(this.locked).toBe(false)
    this.locked = true
    try {
      return await run()
    } finally {
      this.locked = false
    }
  }

  async prepare() {
    expect(this.locked).toBe(true)
  }

  async execute(statement: string) {
    await this.afterStep()
    this.#step()
    if (this.executed.includes(statement)) throw new Error("already there")
    this.executed.push(statement)
    await this.afterStep()
    this.#step()
  }

  async record(progress: MigrationProgress) {
    await this.afterStep()
    this.#step()
    const done = Math.max(progress.done, this.rows.get(progress.name)?.done ?? 0)
    this.rows.set(progress.name, { ...progress, done })
  }

  isAlreadyDone(error: unknown): boolean {
    return error instanceof Error && error.message === "already there"
  }
}

describe("invariant 13: runMigrations", () => {
  it("runs what is missing, in order, and then finds nothing to do", async () => {
    const target = new FakeTarget()
    expect(await runMigrations(target, migrations, { dryRun: true })).toEqual({
      applied: [],
      pending: ["0000_first", "0001_second"],
      version: null,
    })
    expect(target.executed).toEqual([])
    expect(await runMigrations(target, migrations)).toEqual({
      applied: ["0000_first", "0001_second"],
      pending: [],
      version: "0001_second",
    })
    expect(target.executed).toEqual(all)
    expect(await runMigrations(target, migrations)).toEqual({ applied: [], pending: [], version: "0001_second" })
  })

  it("adds only the new ones to a database of an earlier version", async () => {
    const target = new FakeTarget()
    await runMigrations(target, migrations.slice(0, 1))
    expect(await runMigrations(target, migrations)).toEqual({
      applied: ["0001_second"],
      pending: [],
      version: "0001_second",
    })
    expect(target.executed).toEqual(all)
  })

  it.each(Array.from({ length: 15 }, (_, step) => step))(
    "killed at step %i, the next start completes it and runs nothing twice",
    async (step) => {
      const target = new FakeTarget()
      target.lifetime = step
      await expect(runMigrations(target, migrations)).rejects.toBeDefined()
      target.lifetime = Number.POSITIVE_INFINITY
      expect(await runMigrations(target, migrations)).toMatchObject({ pending: [], version: "0001_second" })
      expect(target.executed).toEqual(all)
    },
  )

  it("killed again and again, it still comes to its end", async () => {
    const target = new FakeTarget()
    for (let attempt = 0; attempt < 20 && target.rows.get("0001_second")?.done !== 2; attempt += 1) {
      target.lifetime = 3
      await runMigrations(target, migrations).catch(() => {})
    }
    expect(target.executed).toEqual(all)
  })

  it("a database that knows more than this version is refused before anything is run", async () => {
    const target = new FakeTarget()
    await runMigrations(target, migrations)
    await expect(runMigrations(target, migrations.slice(0, 1))).rejects.toMatchObject({
      code: "newer_schema",
      hint: expect.stringMatching(/update/i),
    })
  })

  it("a migration that was changed after it was published is refused", async () => {
    const target = new FakeTarget()
    await runMigrations(target, migrations)
    const changed = [{ name: "0000_first", statements: ["create a", "create x"] }, ...migrations.slice(1)]
    await expect(runMigrations(target, changed)).rejects.toMatchObject({
      code: "migration_failed",
      message: expect.stringContaining("0000_first"),
    })
  })

  it("a statement that fails is named, and what was done before it stays", async () => {
    const target = new FakeTarget()
    const broken = { ...target, execute: async () => Promise.reject(new Error("no privilege")) }
    const failing: MigrationTarget = Object.assign(Object.create(target), { execute: broken.execute })
    await expect(runMigrations(failing, migrations)).rejects.toMatchObject({
      code: "migration_failed",
      message: expect.stringMatching(/0000_first.*statement 1.*no privilege/),
    })
  })

  it("something that is there already is taken for done only where a killed process may have left it", async () => {
    const target = new FakeTarget()
    target.executed.push("create b")
    await expect(runMigrations(target, migrations)).rejects.toMatchObject({ code: "migration_failed" })
    expect(target.executed).toEqual(["create b", "create a"])
  })

  /** A secondary: it takes no writes, and shows what the primary has done. */
  class Secondary extends FakeTarget {
    override readonly rows: Map<string, MigrationProgress>
    readonly readOnlyPatience: number

    constructor(primary: FakeTarget, patience: number) {
      super()
      this.rows = primary.rows
      this.readOnlyPatience = patience
    }

    override async exclusively<Result>(): Promise<Result> {
      throw new SessionStorageError("read_only", "The server takes no writes.")
    }
  }

  it("a server that takes no writes waits while another process migrates through one that does", async () => {
    const primary = new FakeTarget()
    primary.afterStep = () => new Promise((resolve) => setTimeout(resolve, 5))
    // The patience counts from the last step that was seen. It must outlast any step on a busy machine.
    const starting = Promise.all([
      runMigrations(primary, migrations),
      runMigrations(new Secondary(primary, 60_000), migrations),
    ])
    const [first, second] = await soon("the secondary sees the last migration", starting)
    expect(first).toMatchObject({ applied: ["0000_first", "0001_second"], pending: [] })
    expect(second).toMatchObject({ applied: [], pending: [], version: "0001_second" })
  })

  it("a server that takes no writes, with nobody who migrates, is refused with the command that helps", async () => {
    const waiting = runMigrations(new Secondary(new FakeTarget(), 50), migrations)
    await expect(soon("the secondary loses its patience", waiting)).rejects.toMatchObject({
      code: "read_only",
      message: expect.stringContaining("0000_first, 0001_second"),
      hint: expect.stringContaining("opencode-session migrate"),
    })
  })
})
