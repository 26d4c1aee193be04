import type { ColumnKit } from "@opencode/session-core/drizzle"
import { foreignKey, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core"

/** SQLite compares text byte by byte, and counts no characters: every text is the same kind of column. */
export const sqliteColumnKit: ColumnKit = {
  table: sqliteTable,
  id: (name) => text(name),
  path: (name) => text(name),
  text: (name) => text(name),
  json: (name) => text(name),
  int: (name) => integer(name),
  timestamp: (name) => integer(name),
  real: (name) => real(name),
  // The table's own row id, named, so that VACUUM does not give rows other ones.
  rowNumber: (name) => integer(name).primaryKey(),
  primaryKey,
  clusterKey: (name, columns) => uniqueIndex(name).on(...columns),
  index,
  reference: (name, columns, foreignColumns) => foreignKey({ name, columns, foreignColumns }),
}
