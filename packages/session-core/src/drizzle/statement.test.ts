import { eq, sql } from "drizzle-orm"
import { drizzle } from "drizzle-orm/better-sqlite3"
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core"
import { describe, expect, it, vi } from "vitest"
import { once, value } from "./expressions.ts"
import { compile, lazily } from "./statement.ts"

const table = sqliteTable("thing", { id: text("id"), size: integer("size") })
const builder = drizzle.mock()

describe("compile", () => {
  it("builds the SQL once, and binds values in the order in which it takes them", () => {
    const statement = compile<"id" | "size">(
      builder
        .update(table)
        .set({ size: value("size") })
        .where(sql`${table.id} = ${value("id")} or ${value("id")} is null`),
    )
    expect(statement.sql).toBe('update "thing" set "size" = ? where "thing"."id" = ? or ? is null')
    expect(statement.bind({ id: "a", size: 5 })).toEqual({ statement, values: [5, "a", "a"] })
    expect(statement.bind({ id: null, size: 0 }).values).toEqual([0, null, null])
  })

  it("keeps values that were given when it was built", () => {
    const statement = compile<"id">(
      builder
        .select()
        .from(table)
        .where(sql`${eq(table.size, 7)} and ${table.id} = ${value("id")}`),
    )
    expect(statement.bind({ id: "a" }).values).toEqual([7, "a"])
  })

  it("fails for a value that was forgotten, instead of storing nothing in its place", () => {
    const statement = compile(builder.insert(table).values({ id: value("id"), size: value("size") }))
    expect(() => statement.bind({ id: "a" })).toThrowError(/"size"/)
    expect(() => statement.bind({ id: "a", size: undefined })).toThrowError(/"size"/)
  })
})

describe("lazily and once", () => {
  it("build at the first use only, each key for itself", () => {
    const build = vi.fn((key: string) => ({ key }))
    const get = lazily(build)
    expect(get("a")).toBe(get("a"))
    expect(get("b")).not.toBe(get("a"))
    expect(build).toHaveBeenCalledTimes(2)
    const single = vi.fn(() => ({}))
    const getSingle = once(single)
    expect(getSingle()).toBe(getSingle())
    expect(single).toHaveBeenCalledOnce()
  })
})
