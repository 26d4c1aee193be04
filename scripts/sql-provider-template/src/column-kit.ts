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

/** Text that is compared and sorted by its bytes, whatever the collation of the database. */
const bytewise = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

/** How the shared schema becomes tables here. */
export const columnKit: ColumnKit<PgColumnBuilderBase, PgColumn, PgTableExtraConfigValue, PgTable> = {
  table: pgTable,
  columnsOf: getTableColumns,
  // PostgreSQL limits no text. Where a key needs a length, it is that of `limits`: 191 bytes for an id, 1024 for a path.
  id: (name) => bytewise(name),
  path: (name) => bytewise(name),
  text: (name) => bytewise(name),
  // As text: json and jsonb refuse NUL, and jsonb sorts the keys of objects and rounds numbers.
  json: (name) => bytewise(name),
  // Times and counts are above 2^31.
  integer: (name) => bigint(name, { mode: "number" }),
  timestamp: (name) => bigint(name, { mode: "number" }),
  real: (name) => doublePrecision(name),
  // Search pages by it, so it has an index.
  rowNumber: (name) => bigserial(name, { mode: "number" }).notNull().unique(),
  primaryKey: (name, columns) => primaryKey({ name, columns }),
  clusterKey: (name, columns) => primaryKey({ name, columns }),
  index: (name, columns) => index(name).on(...columns),
  partialIndex: (name, columns, condition) =>
    index(name)
      .on(...columns)
      .where(condition),
  reference: (name, columns, foreignColumns) => foreignKey({ name, columns, foreignColumns }),
}
