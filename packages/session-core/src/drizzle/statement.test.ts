import { sql } from "drizzle-orm"
import { PgDialect } from "drizzle-orm/pg-core"
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core"
import { describe, expect, it, vi } from "vitest"
import { id, int, nullable } from "./columns.ts"
import type { DriverRow, SqlConnection } from "./connection.ts"
import { SqlDatabase } from "./database.ts"
import type { SqlDialect } from "./dialect.ts"
import { insert, remove, select, set, update } from "./neutral-sql.ts"
import { insertOrUpdate, insertUnlessThere, onConflict } from "./on-conflict.ts"
import { type BoundStatement, statement } from "./statement.ts"
import { table } from "./table.ts"
import { integer, list, optional, text } from "./value-type.ts"

const thing = table("thing", { id: id("id"), size: int("size"), ownerId: nullable(id("owner_id")) })

const dialect: SqlDialect = {
  renderer: new SQLiteSyncDialect(),
  shards: 1,
  now: sql`now()`,
  forUpdate: sql``,
  hotSessions: 32,
  onConflict,
  looksAhead: false,
  constraintViolation: () => undefined,
}

/** A connection that gives the same rows for every read, and tells what it was asked. */
function connectionOf(rows: () => DriverRow[]) {
  const asked: { sql: string; values: readonly unknown[] }[] = []
  const connection: SqlConnection = {
    async read(commands) {
      asked.push(...commands.map(({ statement, values }) => ({ sql: statement.sql, values })))
      return commands.map(rows)
    },
    async write({ commands, result }) {
      asked.push(...commands.map(({ statement, values }) => ({ sql: statement.sql, values })))
      return result === undefined ? [] : rows()
    },
  }
  return { connection, database: new SqlDatabase(connection, dialect), asked }
}

const commandOf = (bound: BoundStatement, of: SqlDialect = dialect) => {
  const { statement: rendered, values } = new SqlDatabase(connectionOf(() => []).connection, of).command(bound)
  return { sql: rendered.sql, values }
}

const bySize = statement({ size: integer, owner: optional(text) }, (given) =>
  select(
    { id: thing.id, size: thing.size, ownerId: thing.ownerId, twice: integer.sql`${thing.size} * 2` },
    sql`from ${thing} where ${thing.size} > ${given.size} and (${given.owner} is null or ${thing.ownerId} = ${given.owner})`,
  ),
)

describe("a statement", () => {
  it("quotes every name and alias, and takes its values in the order in which its SQL has them", () => {
    const { sql: built, values } = commandOf(bySize.bind({ owner: "a", size: 5 }))
    expect(built).toBe(
      'select "thing"."id" as "id", "thing"."size" as "size", "thing"."owner_id" as "ownerId", "thing"."size" * 2 as "twice"\n' +
        'from "thing" where "thing"."size" > ? and (? is null or "thing"."owner_id" = ?)',
    )
    expect(values).toEqual([5, "a", "a"])
    expect(commandOf(bySize.bind({ owner: null, size: 0 })).values).toEqual([0, null, null])
  })

  it("tells a dialect that asks for it what type a parameter has", () => {
    const typed: SqlDialect = {
      ...dialect,
      renderer: new PgDialect(),
      parameter: (placeholder, kind) => sql`cast(${placeholder} as ${sql.raw(kind)})`,
    }
    const ofOwner = statement({ owner: optional(text), size: integer }, (given) =>
      remove(thing, sql`${given.owner} is null or ${thing.size} = ${given.size}`),
    )
    expect(commandOf(ofOwner.bind({ owner: "a", size: 1 }), typed)).toEqual({
      sql: 'delete from "thing"\nwhere cast($1 as text) is null or "thing"."size" = cast($2 as integer)',
      values: ["a", 1],
    })
  })

  it("takes as many values of a list as it has places for", () => {
    const some = statement({ sizes: list(integer) }, (given) =>
      remove(thing, sql`${thing.size} in (${given.sizes(1)}, ${given.sizes(0)})`),
    )
    expect(commandOf(some.bind({ sizes: [7, 8] })).values).toEqual([8, 7])
    expect(() => commandOf(some.bind({ sizes: [7] }))).toThrowError(/"sizes"/)
  })

  it("is built once for a dialect, so that its driver prepares it once", async () => {
    const build = vi.fn(() => remove(thing, sql`true`))
    const everything = statement({}, build)
    const { database } = connectionOf(() => [])
    const first = database.command(everything.bind({}))
    expect(database.command(everything.bind({})).statement).toBe(first.statement)
    expect(build).toHaveBeenCalledOnce()
  })

  it("fails for a value that was forgotten by a caller without types, instead of storing NULL in its place", () => {
    const forgotten: object = { size: 1 }
    // As plain JavaScript would call it.
    const values = forgotten as { size: number; owner: string }
    expect(() => commandOf(bySize.bind(values))).toThrowError(/"owner"/)
  })

  it("gives rows of the declared types, whatever a driver makes of large numbers and sums", async () => {
    const { database } = connectionOf(() => [{ id: "a", size: "9007199254740991", ownerId: null, twice: 3n }])
    const bound = bySize.bind({ size: 1, owner: null })
    const [[first], all] = await database.read([bound, bound])
    expect(first).toEqual({ id: "a", size: 9007199254740991, ownerId: null, twice: 3 })
    expect(all).toHaveLength(1)
  })

  it("tells a batch's writer the revision as a number", async () => {
    const revision = statement({}, () => select({ revision: thing.size }, sql`from ${thing}`)).bind({})
    const { database, asked } = connectionOf(() => [{ revision: "12" }])
    expect(await database.write({ statements: [bySize.bind({ size: 1, owner: null })], revision })).toBe(12)
    expect(asked).toHaveLength(1)
  })
})

describe("what writes", () => {
  const built = (fragment: ReturnType<typeof insert>) => commandOf(statement({}, () => fragment).bind({})).sql
  const values = { id: sql<string>`'a'`, size: sql<number>`1`, ownerId: sql<null>`null` }

  it("names columns alone where the table is known, as PostgreSQL wants it", () => {
    expect(built(insert(thing, values))).toBe(`insert into "thing" ("id", "size", "owner_id")\nvalues ('a', 1, null)`)
    expect(built(insertUnlessThere(dialect, thing, values, [thing.id]))).toMatch(/\non conflict \("id"\) do nothing$/)
    expect(built(insertOrUpdate(dialect, thing, values, [thing.id], [thing.size]))).toMatch(
      /\non conflict \("id"\) do update set "size" = excluded\."size"$/,
    )
  })

  it("assigns in the stated order, whatever the order in which a schema declares its columns", () => {
    const stated = [set(thing.size, sql<number>`${thing.size} + 1`), set(thing.id, sql<string>`'b'`)]
    expect(built(update(thing, stated, sql`true`))).toBe(
      `update "thing" set "size" = "thing"."size" + 1, "id" = 'b'\nwhere true`,
    )
    expect(built(update(thing, [...stated].reverse(), sql`true`))).toBe(
      `update "thing" set "id" = 'b', "size" = "thing"."size" + 1\nwhere true`,
    )
  })

  it("refuses an assignment that reads what an earlier one assigned: MySQL would see the new value, others the old one", () => {
    const size = set(thing.size, sql<number>`2`)
    const bySize = set(thing.ownerId, sql<string>`case when (${thing.size} > 1) then 'b' end`)
    expect(() => update(thing, [size, bySize], sql`true`)).toThrowError(/thing\.owner_id is assigned after thing\.size/)
    expect(built(update(thing, [bySize, size], sql`true`))).toContain('"owner_id" = case')
  })
})
