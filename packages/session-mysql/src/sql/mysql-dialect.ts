import type { NumberRegister, QueryBuilder, SqlDialect, SqlSearch } from "@opencode/session-core/drizzle"
import { getTableColumns, sql } from "drizzle-orm"
import type { MySqlTable } from "drizzle-orm/mysql-core"
import { drizzle } from "drizzle-orm/mysql2"
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core"
import type { ServerFeatures } from "../connection/server-features.ts"
import { constraintViolation } from "../errors/constraint-violation.ts"
import { keptNumber } from "../packet/kept-number.ts"
import { rawQuery } from "./raw-query.ts"

/** As many as rows of `change_feed` in migrations/0001_feed.sql. */
const shards = 16

const kept = sql<number>`${sql.raw(keptNumber)}`

export type DialectFeatures = Record<keyof Pick<ServerFeatures, "userVariables" | "foreignKeys">, boolean>

/** What MySQL and MariaDB add to the shared queries. */
export function mysqlDialect(search: SqlSearch, { userVariables, foreignKeys }: DialectFeatures): SqlDialect {
  // Builds statements; it has no connection.
  const builder = drizzle.mock()
  return {
    // As with the column kit: the shared queries use what both builders have.
    builder: builder as unknown as QueryBuilder,
    shards,
    forUpdate: sql` for update`,
    // Independent of the session's time zone, which need not be one where every time exists once.
    now: sql`timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000`,
    upsert(table, values, key, update) {
      const [first] = key
      // INSERT IGNORE would let pass what NOT NULL refuses: a row that is there stays by being set to itself.
      const set =
        update.length === 0 && first !== undefined
          ? { [nameOf(table, first)]: sql`${first}` }
          : // VALUES() is the one form that both servers have.
            Object.fromEntries(
              update.map((column) => [nameOf(table, column), sql`values(${sql.identifier(column.name)})`]),
            )
      return builder.insert(ofMysql(table)).values(values).onDuplicateKeyUpdate({ set })
    },
    ...(userVariables && { register: register(builder) }),
    ...(!foreignKeys && { lacksForeignKeys: true }),
    looksAhead: true,
    constraintViolation,
    search,
  }
}

function register(builder: ReturnType<typeof drizzle.mock>): NumberRegister {
  return {
    keep: (number) => rawQuery(sql`set ${kept} = ${number}`),
    kept,
    insert(table, values, returned) {
      // MySQL has no RETURNING. Its answer to an INSERT has one number in it, which the statement may choose.
      const number = sql`last_insert_id(${values[returned]})`
      return builder.insert(ofMysql(table)).values({ ...values, [returned]: number })
    },
    leave: (number) => sql`last_insert_id(${number})`,
    left: sql`last_insert_id()`,
  }
}

/** The table is one of MySQL's, by the column kit. */
const ofMysql = (table: SQLiteTable): MySqlTable => table as unknown as MySqlTable

/** The name of a column in the schema. */
function nameOf(table: SQLiteTable, column: SQLiteColumn): string {
  const [name] = Object.entries(getTableColumns(table)).find(([, each]) => each === column) ?? []
  if (name === undefined) throw new TypeError(`${column.name} is no column of this table.`)
  return name
}
