import type { ColumnKit } from "@opencode/session-core/drizzle"
import { getTableColumns } from "drizzle-orm"
import {
  foreignKey,
  index,
  integer,
  primaryKey,
  real,
  type SQLiteColumn,
  type SQLiteColumnBuilderBase,
  type SQLiteTable,
  type SQLiteTableExtraConfigValue,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core"

/** SQLite compares text byte by byte, and counts no characters: every text is the same kind of column. */
export const sqliteColumnKit: ColumnKit<
  SQLiteColumnBuilderBase,
  SQLiteColumn,
  SQLiteTableExtraConfigValue,
  SQLiteTable
> = {
  table: sqliteTable,
  columnsOf: getTableColumns,
  id: (name) => text(name),
  path: (name) => text(name),
  text: (name) => text(name),
  json: (name) => text(name),
  integer: (name) => integer(name),
  timestamp: (name) => integer(name),
  real: (name) => real(name),
  // The table's own row id, named, so that VACUUM does not give rows other ones.
  rowNumber: (name) => integer(name).primaryKey(),
  primaryKey: (name, columns) => primaryKey({ name, columns }),
  clusterKey: (name, columns) => uniqueIndex(name).on(...columns),
  index: (name, columns) => index(name).on(...columns),
  partialIndex: (name, columns, condition) =>
    index(name)
      .on(...columns)
      .where(condition),
  reference: (name, columns, foreignColumns) => foreignKey({ name, columns, foreignColumns }),
}
