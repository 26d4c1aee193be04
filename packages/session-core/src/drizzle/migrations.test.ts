import { describe, expect, it } from "vitest"
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

/** The same database, reached through another node of its cluster, where locks of the first are not seen. */
class OtherNode extends FakeTarget {
  override readonly rows: Map<string, MigrationProgress>
  override readonly executed: string[]
  readonly recordPatience = 100

  constructor({ rows, executed }: FakeTarget) {
    super()
    this.rows = rows
    this.executed = executed
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

  const steps = Array.from({ length: 15 }, (_, step) => step)

  it.each(steps)("two nodes of a cluster, whose locks are their own, one from the other's step %i on", async (step) => {
    const first = new OtherNode(new FakeTarget())
    const second = new OtherNode(first)
    let steps = 0
    let other: Promise<unknown> | undefined
    first.afterStep = async () => {
      if (steps === step) other = runMigrations(second, migrations)
      steps += 1
      await Promise.resolve()
    }
    expect(await runMigrations(first, migrations)).toMatchObject({ pending: [], version: "0001_second" })
    expect(await (other ?? runMigrations(second, migrations))).toMatchObject({ pending: [], version: "0001_second" })
    expect(first.executed).toEqual(all)
  })

  it.each(steps)("a node's process that is killed at step %i does not stop the other's", async (step) => {
    const first = new OtherNode(new FakeTarget())
    const second = new OtherNode(first)
    first.lifetime = step
    // Each waits for the other after each step: they are side by side all the way.
    first.afterStep = () => new Promise((resolve) => setImmediate(resolve))
    second.afterStep = first.afterStep
    const [, lived] = await Promise.allSettled([runMigrations(first, migrations), runMigrations(second, migrations)])
    // Without a sign of the other, it cannot tell what was left unrecorded from what is somebody else's: the next start does.
    if (lived.status === "rejected") await runMigrations(second, migrations)
    expect(first.executed).toEqual(all)
    expect(await runMigrations(second, migrations, { dryRun: true })).toMatchObject({
      pending: [],
      version: "0001_second",
    })
  })
})
