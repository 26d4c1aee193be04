import { type SQL, sql } from "drizzle-orm"
import type { SqlDialect } from "./dialect.ts"
import { remove } from "./neutral-sql.ts"
import type { AnyTable, Columns } from "./table.ts"

/** Rows of which a SELECT gives the keys, under the names of their columns, are deleted. */
export const removeRows = (dialect: SqlDialect, from: AnyTable, key: Columns, rows: SQL): SQL =>
  dialect.removeRows?.(from, key, rows) ?? remove(from, sql`(${sql.join([...key], sql`, `)}) in (${rows})`)
