import {
  type ConstraintViolation,
  chosenBySubquery,
  onConflict,
  type SqlDialect,
  type ValueKind,
} from "@opencode/session-core/drizzle"
import { type SQL, sql } from "drizzle-orm"
import { PgDialect } from "drizzle-orm/pg-core"
import { sqlState } from "./translate-error.ts"

const typeNames: Readonly<Record<ValueKind, SQL>> = {
  text: sql`text`,
  integer: sql`bigint`,
  real: sql`double precision`,
}

const violations: Readonly<Record<string, ConstraintViolation>> = {
  "23502": "not-null",
  "23503": "foreign-key",
  "23505": "unique",
}

/** What the database adds to the shared statements. */
export const dialect: SqlDialect = {
  renderer: new PgDialect(),
  // PostgreSQL does not find out the type of a parameter that is compared with another one.
  parameter: (placeholder, kind) => sql`cast(${placeholder} as ${typeNames[kind]})`,
  // Writers of different sessions seldom meet at one of them.
  shards: 16,
  hotSessions: 128,
  partialIndexes: true,
  // Epoch milliseconds of now: now() would be the beginning of the transaction.
  now: sql`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
  forUpdate: sql` for update`,
  chosenRows: {
    ...chosenBySubquery,
    // All batches lock the rows of subtrees in one order, so that two of them do not wait for each other.
    keep: (rows, key, keys, held) =>
      sql`select ${key} from ${rows} where ${key} in ${keys} order by ${key} for update${held === "waits" ? sql`` : sql` skip locked`}`,
  },
  onConflict,
  looksAhead: true,
  constraintViolation: (error) => violations[sqlState(error) ?? ""],
}
