import type { SqlQuery } from "@opencode/session-core/drizzle"
import type { SQL } from "drizzle-orm"
import { MySqlDialect } from "drizzle-orm/mysql-core"

const dialect = new MySqlDialect()

/** SQL that Drizzle's builders have no words for. */
export function rawQuery(statement: SQL): SqlQuery {
  return { toSQL: () => dialect.sqlToQuery(statement) }
}
