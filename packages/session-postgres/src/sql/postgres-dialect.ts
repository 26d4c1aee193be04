import { chosenBySubquery, onConflict, type SqlDialect, type ValueKind } from "@opencode/session-core/drizzle"
import { type SQL, sql } from "drizzle-orm"
import { PgDialect } from "drizzle-orm/pg-core"
import { constraintViolation } from "../errors/constraint-violation.ts"

const typeNames: Readonly<Record<ValueKind, SQL>> = {
  text: sql`text`,
  integer: sql`bigint`,
  real: sql`double precision`,
}

/**
 * The keys that a transaction has locked, in a setting that ends with it: to find them again would find others, which a transaction
 * that has committed meanwhile changed.
 */
const keptKeys = sql`(select id from json_array_elements_text(current_setting('opencode.kept')::json) as kept (id))`

/** What PostgreSQL adds to the shared statements. */
export const postgresDialect: SqlDialect = {
  renderer: new PgDialect(),
  parameter: (placeholder, kind) => sql`cast(${placeholder} as ${typeNames[kind]})`,
  // Writers of different sessions seldom wait for each other at one.
  shards: 16,
  // Of a whole team.
  hotSessions: 128,
  partialIndexes: true,
  // Not now(), which stands still in a transaction.
  now: sql`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
  forUpdate: sql` for update`,
  chosenRows: {
    ...chosenBySubquery,
    keep: (rows, key, keys, held) =>
      sql`select set_config('opencode.kept', (select coalesce(json_agg(id), '[]') from
        (select ${key} as id from ${rows} where ${key} in ${keys} order by ${key} for update${held === "waits" ? sql`` : sql` skip locked`}) as locked)::text, true)`,
    kept: () => keptKeys,
    from: (rows, key) => ({ from: sql`${rows}`, where: sql`${key} in ${keptKeys}` }),
    update: (changed, key, _keys, assignments, condition) =>
      chosenBySubquery.update(changed, key, keptKeys, assignments, condition),
    remove: (from, key, _keys, condition) => chosenBySubquery.remove(from, key, keptKeys, condition),
  },
  onConflict,
  looksAhead: true,
  givesNumbers: true,
  constraintViolation,
}
