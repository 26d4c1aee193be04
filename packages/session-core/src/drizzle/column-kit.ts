import type {
  index,
  integer,
  primaryKey,
  real,
  SQLiteColumn,
  SQLiteTableFn,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core"

type TextColumn<Name extends string> = ReturnType<
  typeof text<Name, string, [string, ...string[]], number | undefined, "text">
>
type IntegerColumn<Name extends string> = ReturnType<typeof integer<Name, "number">>
type RealColumn<Name extends string> = ReturnType<typeof real<Name>>

/**
 * What a database's tables are made of. The schema is declared once, as a function of a kit, and each SQL provider brings
 * its own. Builders are typed as SQLite's: another dialect's kit is cast to this type in one place.
 */
export interface ColumnKit {
  table: SQLiteTableFn
  /** An id or another short name of at most 191 bytes, compared byte by byte. Part of keys. */
  id<Name extends string>(name: Name): TextColumn<Name>
  /** A path of at most 1024 bytes, compared byte by byte. Part of keys. */
  path<Name extends string>(name: Name): TextColumn<Name>
  /** Text of any length up to the limits, kept as it is. */
  text<Name extends string>(name: Name): TextColumn<Name>
  /** JSON as text: a JSON type would rewrite it. */
  json<Name extends string>(name: Name): TextColumn<Name>
  /** A whole number up to 2^53. */
  int<Name extends string>(name: Name): IntegerColumn<Name>
  /** Epoch milliseconds. */
  timestamp<Name extends string>(name: Name): IntegerColumn<Name>
  /** A double. */
  real<Name extends string>(name: Name): RealColumn<Name>
  /** A number that ascends with every row of the table, for search to sort by. */
  rowNumber<Name extends string>(name: Name): IntegerColumn<Name>
  primaryKey: typeof primaryKey
  /** The key of a table that has a row number: by what its rows lie together where the dialect can do that. */
  clusterKey(
    name: string,
    columns: [SQLiteColumn, ...SQLiteColumn[]],
    number: SQLiteColumn,
  ): ReturnType<ReturnType<typeof uniqueIndex>["on"]>
  index: typeof index
  /** A reference that the database checks, and that never cascades. */
  reference(
    name: string,
    columns: [SQLiteColumn, ...SQLiteColumn[]],
    foreignColumns: [SQLiteColumn, ...SQLiteColumn[]],
  ): ReturnType<typeof import("drizzle-orm/sqlite-core").foreignKey>
}
