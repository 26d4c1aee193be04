import { type Column, getTableColumns, type SQL, sql } from "drizzle-orm"
import type { SQLiteTable } from "drizzle-orm/sqlite-core"
import type { SessionSchema } from "./schema.ts"

/** Every column under its own name: rows then read the same whatever the driver and the join. */
export function named<Table extends SQLiteTable>(table: Table, except: string[] = []): Record<string, SQL.Aliased> {
  const entries = Object.entries(getTableColumns(table)).filter(([name]) => !except.includes(name))
  return aliased(Object.fromEntries(entries))
}

const aliased = (columns: Record<string, Column>): Record<string, SQL.Aliased> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, sql`${column}`.as(name)]))

/** What the reads select of each table; rows.ts reads it. */
export function selections(schema: SessionSchema) {
  const { id, projectId, title, updatedAt, deletedAt } = schema.session
  return {
    sessionSummary: aliased({ id, projectId, title, updatedAt, deletedAt }),
    session: named(schema.session, ["number", "state", "lastBatch"]),
    message: named(schema.message, ["costNanos"]),
    part: named(schema.part, ["number"]),
    fileVersion: named(schema.fileVersion),
    tombstone: named(schema.tombstone),
  }
}
