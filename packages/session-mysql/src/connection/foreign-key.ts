import type { DriverRow } from "@opencode/session-core/drizzle"

/** Which constraints the user sees of the table that has a foreign key. */
export const selectForeignKeys = `SELECT count(*) AS visible, coalesce(sum(constraint_name = 'part_message'), 0) AS number
  FROM information_schema.table_constraints WHERE table_schema = database() AND table_name = 'part'`

/** Whether the schema has its foreign key, which a server may have refused. Undefined where the table is not there, or not seen. */
export function hasForeignKey(row: DriverRow | undefined): boolean | undefined {
  return row === undefined || Number(row.visible) === 0 ? undefined : Number(row.number) > 0
}
