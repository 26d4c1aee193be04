import { assignmentList, type OnConflict, type SqlDialect } from "@opencode/session-core/drizzle"
import { sql } from "drizzle-orm"
import { MySqlDialect } from "drizzle-orm/mysql-core"
import type { StatementForm } from "../connection/server-features.ts"
import { constraintViolation } from "../errors/constraint-violation.ts"
import { keptNumber } from "../packet/kept-values.ts"
import { keptRows, removeRows } from "./kept-rows.ts"

const renderer = new MySqlDialect()
const kept = sql<number>`${sql.raw(keptNumber)}`

const onConflict: OnConflict = {
  // INSERT IGNORE would let pass what NOT NULL refuses: a row that is there stays by being set to itself.
  leave: ([first]) => sql`on duplicate key update ${first.bare} = ${first}`,
  update: () => sql`on duplicate key update`,
  // VALUES() is the one form that both servers have.
  inserted: (column) => sql`values(${column.bare})`,
}

/** What MySQL and MariaDB add to the shared statements. */
export const mysqlDialect = ({ userVariables, foreignKeys }: StatementForm): SqlDialect => ({
  renderer,
  // Writers of different sessions seldom wait for each other at one.
  shards: 16,
  // Of a whole team.
  hotSessions: 128,
  forUpdate: sql` for update`,
  // Independent of the session's time zone, which need not be one where every time exists once.
  now: sql`timestampdiff(microsecond, '1970-01-01', utc_timestamp(3)) div 1000`,
  onConflict,
  removeRows,
  // Seven subqueries took a quarter of the time that the server works for an append.
  updateBeside: ({ changed, beside, on, assignments, where }) =>
    sql`update ${changed} left join ${beside} on ${on} set ${assignmentList(assignments, (column) => column)}\nwhere ${where}`,
  byIndex: (index) => sql` force index (${sql.identifier(index)})`,
  joinInOrder: sql`straight_join`,
  ...(userVariables && {
    revisionVariable: { keep: (number) => sql`set ${kept} = ${number}`, kept },
    chosenRows: keptRows,
  }),
  ...(!foreignKeys && { lacksForeignKeys: true }),
  looksAhead: true,
  constraintViolation,
})
