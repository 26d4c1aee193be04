import { sql } from "drizzle-orm"
import type { ChosenRows, SqlDialect } from "./dialect.ts"
import { and, remove, update } from "./neutral-sql.ts"

/** By the subquery itself, in each statement anew: for a database that finds rows by it, and locks no others on its way. */
export const chosenBySubquery: ChosenRows = {
  kept: (keys) => keys,
  from: (rows, key, keys) => ({ from: sql`${rows}`, where: sql`${key} in ${keys}` }),
  update: (changed, key, keys, assignments, condition) =>
    update(changed, assignments, and(sql`${key} in ${keys}`, condition)),
  remove: (from, key, keys, condition) => remove(from, and(sql`${key} in ${keys}`, condition)),
}

export const chosenRowsOf = ({ chosenRows }: SqlDialect): ChosenRows => chosenRows ?? chosenBySubquery
