import type { ColumnKit } from "@opencode/session-core/drizzle"
import { limits } from "@opencode/session-core/provider"
import {
  bigint,
  customType,
  double,
  foreignKey,
  index,
  type MySqlColumn,
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

type Columns = [MySqlColumn, ...MySqlColumn[]]

/**
 * Keys are bytes of UTF-8: MySQL and MariaDB have no collation in common for which case, accents and trailing blanks all
 * count, and a length in bytes is what our limits are.
 */
const kit = {
  table: mysqlTable,
  id: (name: string) => varbinary(name, { length: limits.idBytes }),
  path: (name: string) => varbinary(name, { length: limits.pathBytes }),
  text: (name: string) => longText(name),
  json: (name: string) => longText(name),
  int: (name: string) => bigint(name, { mode: "number" }),
  timestamp: (name: string) => bigint(name, { mode: "number" }),
  real: (name: string) => double(name),
  rowNumber: (name: string) => bigint(name, { mode: "number" }).autoincrement().notNull().unique(),
  primaryKey,
  // InnoDB keeps a table in the order of its primary key: what belongs together lies together.
  clusterKey: (name: string, columns: Columns) => primaryKey({ name, columns }),
  index,
  reference: (name: string, columns: Columns, foreignColumns: Columns) => foreignKey({ name, columns, foreignColumns }),
}

// The shared schema and queries are typed as SQLite's, whose builders have the same methods where they use them. That the
// SQL is right is shown by the conformance tests, on both servers.
export const mysqlColumnKit = kit as unknown as ColumnKit
