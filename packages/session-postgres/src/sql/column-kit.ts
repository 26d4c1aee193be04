import type { ColumnKit } from "@opencode/session-core/drizzle"
import { getTableColumns } from "drizzle-orm"
import {
  bigint,
  bigserial,
  customType,
  doublePrecision,
  foreignKey,
  index,
  type PgColumn,
  type PgColumnBuilderBase,
  type PgTable,
  type PgTableExtraConfigValue,
  pgTable,
  primaryKey,
} from "drizzle-orm/pg-core"

/** Compared and ordered byte by byte, whatever the database's own order: that of a language passes over sessions in a page. */
const bytewise = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

export const postgresColumnKit: ColumnKit<PgColumnBuilderBase, PgColumn, PgTableExtraConfigValue, PgTable> = {
  table: pgTable,
  columnsOf: getTableColumns,
  id: (name) => bytewise(name),
  path: (name) => bytewise(name),
  text: (name) => bytewise(name),
  // Not jsonb, which puts keys in another order and takes no NUL.
  json: (name) => bytewise(name),
  integer: (name) => bigint(name, { mode: "number" }),
  timestamp: (name) => bigint(name, { mode: "number" }),
  real: (name) => doublePrecision(name),
  rowNumber: (name) => bigserial(name, { mode: "number" }).notNull().unique(),
  primaryKey: (name, columns) => primaryKey({ name, columns }),
  // A primary key on each table: logical replication finds rows by it.
  clusterKey: (name, columns) => primaryKey({ name, columns }),
  index: (name, columns) => index(name).on(...columns),
  partialIndex: (name, columns, condition) =>
    index(name)
      .on(...columns)
      .where(condition),
  reference: (name, columns, foreignColumns) => foreignKey({ name, columns, foreignColumns }),
}
