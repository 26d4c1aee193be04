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

/**
 * A key of messages or parts with the message before the session. Ids that the library makes ascend, so whatever session is written,
 * its entries come last in the tree: in the middle, SQLite evens out full pages again and again.
 */
function idFirst([first, second, ...others]: [SQLiteColumn, ...SQLiteColumn[]]): [SQLiteColumn, ...SQLiteColumn[]] {
  if (second === undefined) return [first]
  const isOfMessage = first.name === "session_id" && (second.name === "id" || second.name === "message_id")
  return isOfMessage ? [second, first, ...others] : [first, second, ...others]
}

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
  primaryKey: (name, columns) => primaryKey({ name, columns: idFirst(columns) }),
  clusterKey: (name, columns) => uniqueIndex(name).on(...idFirst(columns)),
  index: (name, columns) => index(name).on(...columns),
  partialIndex: (name, columns, condition) =>
    index(name)
      .on(...columns)
      .where(condition),
  reference: (name, columns, foreignColumns) => foreignKey({ name, columns, foreignColumns }),
}
