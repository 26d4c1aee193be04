import type { ColumnKit } from "@opencode/session-core/drizzle"
import { limits } from "@opencode/session-core/provider"
import { getTableColumns } from "drizzle-orm"
import {
  bigint,
  customType,
  double,
  foreignKey,
  index,
  type MySqlColumn,
  type MySqlColumnBuilderBase,
  type MySqlTable,
  type MySqlTableExtraConfigValue,
  mysqlTable,
  primaryKey,
  varbinary,
} from "drizzle-orm/mysql-core"

/**
 * Text of any length with the schema's own character set and order, whatever the server's default. TEXT would cut at 64 KB,
 * and a JSON column would rewrite what it is given.
 */
const longText = customType<{ data: string }>({
  dataType: () => "longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
})

/**
 * Keys are bytes of UTF-8: MySQL and MariaDB have no collation in common for which case, accents and trailing blanks all
 * count, and a length in bytes is what our limits are.
 */
export const mysqlColumnKit: ColumnKit<MySqlColumnBuilderBase, MySqlColumn, MySqlTableExtraConfigValue, MySqlTable> = {
  table: mysqlTable,
  columnsOf: getTableColumns,
  id: (name) => varbinary(name, { length: limits.idBytes }),
  path: (name) => varbinary(name, { length: limits.pathBytes }),
  text: (name) => longText(name),
  json: (name) => longText(name),
  integer: (name) => bigint(name, { mode: "number" }),
  timestamp: (name) => bigint(name, { mode: "number" }),
  real: (name) => double(name),
  rowNumber: (name) => bigint(name, { mode: "number" }).autoincrement().notNull().unique(),
  primaryKey: (name, columns) => primaryKey({ name, columns }),
  // InnoDB keeps a table in the order of its primary key: what belongs together lies together.
  clusterKey: (name, columns) => primaryKey({ name, columns }),
  index: (name, columns) => index(name).on(...columns),
  reference: (name, columns, foreignColumns) => foreignKey({ name, columns, foreignColumns }),
}
