import { PGlite } from "@electric-sql/pglite"
import { getTableColumns, type SQL, sql } from "drizzle-orm"
import {
  bigint,
  bigserial,
  customType,
  doublePrecision,
  foreignKey,
  getTableConfig,
  index,
  type PgColumn,
  type PgColumnBuilderBase,
  PgDialect,
  type PgTable,
  type PgTableExtraConfigValue,
  pgTable,
  primaryKey,
  unique,
} from "drizzle-orm/pg-core"
import { statementsFile } from "session-test-support/statements-file"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { chosenBySubquery } from "./chosen-rows.ts"
import { type ColumnKit, tablesOf } from "./column-kit.ts"
import type { SqlCommand, SqlConnection } from "./connection.ts"
import type { ConstraintViolation, SqlDialect } from "./dialect.ts"
import { onConflict } from "./on-conflict.ts"
import { sharedStatements } from "./shared-statements.ts"
import { createSqlQueries, type SqlQueries } from "./sql-provider.ts"
import type { ValueKind } from "./value-type.ts"

/*
 * PostgreSQL as a third dialect, of as little as one needs: no cast, and nothing that only SQLite or MySQL has.
 */

/** Compared byte by byte, whatever the database's own order. */
const bytewise = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

const kit: ColumnKit<PgColumnBuilderBase, PgColumn, PgTableExtraConfigValue, PgTable> = {
  table: pgTable,
  columnsOf: getTableColumns,
  id: (name) => bytewise(name),
  path: (name) => bytewise(name),
  text: (name) => bytewise(name),
  json: (name) => bytewise(name),
  integer: (name) => bigint(name, { mode: "number" }),
  timestamp: (name) => bigint(name, { mode: "number" }),
  real: (name) => doublePrecision(name),
  rowNumber: (name) => bigserial(name, { mode: "number" }).notNull(),
  primaryKey: (name, columns) => primaryKey({ name, columns }),
  clusterKey: (name, columns) => unique(name).on(...columns),
  index: (name, columns) => index(name).on(...columns),
  partialIndex: (name, columns, condition) =>
    index(name)
      .on(...columns)
      .where(condition),
  reference: (name, columns, foreignColumns) => foreignKey({ name, columns, foreignColumns }),
}

const typeNames: Record<ValueKind, SQL> = {
  text: sql`text`,
  integer: sql`bigint`,
  real: sql`double precision`,
}

const violations: Readonly<Record<string, ConstraintViolation>> = {
  "23502": "not-null",
  "23503": "foreign-key",
  "23505": "unique",
}

const dialect: SqlDialect = {
  renderer: new PgDialect(),
  parameter: (placeholder, kind) => sql`cast(${placeholder} as ${typeNames[kind]})`,
  shards: 4,
  hotSessions: 2,
  partialIndexes: true,
  now: sql`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
  forUpdate: sql` for update`,
  chosenRows: {
    ...chosenBySubquery,
    keep: (rows, key, keys, held) =>
      sql`select ${key} from ${rows} where ${key} in ${keys} order by ${key} for update${held === "waits" ? sql`` : sql` skip locked`}`,
  },
  onConflict,
  looksAhead: true,
  constraintViolation: (error) =>
    error instanceof Error && "code" in error ? violations[String(error.code)] : undefined,
}

/** The tables of the shared schema, as drizzle-kit would create them. */
function createTables(): string[] {
  return Object.values(tablesOf(kit)).map((table) => {
    const { name, columns, primaryKeys, uniqueConstraints, foreignKeys } = getTableConfig(table)
    const names = (list: readonly { name: string }[]) => `(${list.map((column) => `"${column.name}"`).join(", ")})`
    const parts = [
      ...columns.map(
        (column) =>
          `"${column.name}" ${column.getSQLType()}${column.primary ? " primary key" : ""}${column.notNull ? " not null" : ""}`,
      ),
      ...primaryKeys.map((key) => `primary key ${names(key.columns)}`),
      ...uniqueConstraints.map((key) => `unique ${names(key.columns)}`),
      ...foreignKeys.map((key) => {
        const { columns: own, foreignColumns, foreignTable } = key.reference()
        return `foreign key ${names(own)} references "${getTableConfig(foreignTable).name}" ${names(foreignColumns)}`
      }),
    ]
    return `create table "${name}" (${parts.join(", ")})`
  })
}

const connectionOf = (database: PGlite): SqlConnection => {
  const run = async (commands: readonly SqlCommand[]) => {
    const results: Record<string, unknown>[][] = []
    for (const { statement, values } of commands) {
      const { rows } = await database.query<Record<string, unknown>>(statement.sql, [...values])
      results.push(rows)
    }
    return results
  }
  const transaction = async (commands: readonly SqlCommand[]) => {
    await database.exec("begin")
    try {
      const results = await run(commands)
      await database.exec("commit")
      return results
    } catch (error) {
      await database.exec("rollback")
      throw error
    }
  }
  return {
    read: (commands) => transaction(commands),
    async write({ commands, result }) {
      const results = await transaction(result === undefined ? commands : [...commands, result])
      return result === undefined ? [] : (results.at(-1) ?? [])
    },
  }
}

let database: PGlite

beforeAll(async () => {
  database = await PGlite.create()
  for (const statement of createTables()) await database.exec(statement)
})

afterAll(() => database.close())

const scope = { projectId: "app" }

describe("PostgreSQL, as a third dialect", () => {
  it("takes every shared statement", async () => {
    const refused: string[] = []
    const statements: { name: string; sql: string }[] = []
    for (const [index, [name, definition]] of sharedStatements(dialect).entries()) {
      const { sql: text } = definition.render(dialect)
      statements.push({ name, sql: text })
      await database
        .exec(`prepare s${index} as ${text}`)
        .catch((error: unknown) => refused.push(`${name}: ${String(error)}\n${text}`))
    }
    expect(refused).toEqual([])
    await expect(statementsFile("What PostgreSQL would run", statements)).toMatchFileSnapshot("postgres-statements.sql")
  })

  it("stores, lists, deletes, restores, moves and purges a tree of sessions by them", async () => {
    const queries: SqlQueries = createSqlQueries({ connection: connectionOf(database), dialect })
    let sent = 0
    const apply = (sessionId: string, changes: Parameters<SqlQueries["apply"]>[0]["changes"], inProject = scope) => {
      sent += 1
      return queries.apply({ id: `batch${sent}`, scope: inProject, sessionId, at: sent, changes })
    }
    const session = (parentId: string | null) => ({
      projectId: "app",
      parentId,
      title: "A title",
      titleSource: "user" as const,
      directory: "",
      author: null,
      agent: null,
      model: null,
      todos: [],
      metadata: {},
      createdAt: 1,
      archivedAt: null,
      deletedAt: null,
      deletionId: null,
    })
    const message = {
      id: "m",
      role: "user" as const,
      parentId: null,
      agent: null,
      model: null,
      usage: { input: 3, output: 4, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0.25 },
      error: null,
      author: null,
      metadata: {},
      createdAt: 1,
      updatedAt: 1,
      completedAt: 1,
    }
    const part = { id: "p", messageId: "m", type: "text", data: { text: "hello" }, createdAt: 1, updatedAt: 1 }
    for (const [id, parent] of [
      ["root", null],
      ["child", "root"],
      ["grandchild", "child"],
    ] as const) {
      const changes = [
        { type: "session.create" as const, session: session(parent) },
        { type: "message.put" as const, message },
        { type: "part.put" as const, part },
      ]
      expect(await apply(id, changes)).toEqual({ revision: 3 })
    }
    const sent3 = { id: "batch3", scope, sessionId: "grandchild", at: 3, changes: [{ type: "session.purge" as const }] }
    expect(await queries.apply(sent3)).toEqual({ revision: 3, repeated: true })
    await expect(apply("root", [{ type: "part.put", part: { ...part, messageId: "none" } }])).rejects.toMatchObject({
      code: "not_found",
    })
    await apply("root", [{ type: "session.update", fields: { title: "Generated", titleSource: "generated" } }])
    await apply("root", [{ type: "file.put", file: { path: "a", content: "x", createdAt: 1 } }])
    expect(await queries.getSession({ scope, sessionId: "root" })).toMatchObject({
      title: "A title",
      messageCount: 1,
      usage: { input: 3, output: 4, cost: 0.25 },
      revision: 5,
    })
    const listed = await queries.listMessages({ scope, sessionId: "root", order: "oldest-first", limit: 5 })
    expect(listed.messages).toMatchObject([{ id: "m", position: 2, parts: [{ id: "p", data: { text: "hello" } }] }])
    const ids = async (state: "active" | "deleted") =>
      (await queries.listSessions({ scope, state, limit: 9 })).sessions.map(({ id }) => id).sort()
    await apply("child", [{ type: "session.delete" }])
    expect(await ids("deleted")).toEqual(["child", "grandchild"])
    await apply("child", [{ type: "session.restore" }])
    expect(await ids("active")).toEqual(["child", "grandchild", "root"])
    const before = await queries.sessionChanges({ scope, since: "now", limit: 9 })
    await apply("root", [{ type: "session.move", projectId: "elsewhere" }])
    const left = await queries.sessionChanges({ scope, since: before.cursor, limit: 9 })
    expect(left.changes.map(({ sessionId, session: still }) => [sessionId, still]).sort()).toEqual([
      ["child", null],
      ["grandchild", null],
      ["root", null],
    ])
    const elsewhere = { projectId: "elsewhere" }
    const { changes } = await queries.changes({ scope: elsewhere, sessionId: "child", since: 0, limit: 9 })
    expect(changes.map(({ type }) => type).sort()).toEqual(["message", "part", "session", "session"])
    await apply("root", [{ type: "session.delete" }], elsewhere)
    const { sessions } = await queries.prune({ scope: elsewhere, deletedBefore: Date.now(), user: null })
    expect([...sessions].sort()).toEqual(["child", "grandchild", "root"])
    expect(await queries.statistics({ allProjects: true })).toMatchObject({ sessions: 0, messages: 0 })
    expect((await queries.putProject({ id: "app", name: "App", aliases: ["old"], createdAt: 1 })).leftOut).toEqual([])
    expect(await queries.getProject("old")).toMatchObject({ id: "app", aliases: ["old"] })
    expect(await queries.listProjects()).toMatchObject([{ id: "app", sessionCount: 0 }, { id: "elsewhere" }])
  })
})
