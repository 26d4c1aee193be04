import type { DriverRow } from "@opencode/session-core/drizzle"
import type { HealthCheck } from "@opencode/session-core/provider"
import type { RunStatement } from "../connection/postgres-database.ts"

const inUse = ["SELECT", "INSERT", "UPDATE", "DELETE"] as const

/**
 * Says which rights the user lacks, its roles' included.
 *
 * @param tables - those of ours that are there: their names, and whether a policy may hide rows.
 */
export async function checkPrivileges(ask: RunStatement, tables: readonly DriverRow[]): Promise<HealthCheck> {
  const [schema = {}] = await ask(
    `SELECT current_schema() AS name, current_user AS role,
       has_schema_privilege(current_schema(), 'USAGE')::int AS usage, has_schema_privilege(current_schema(), 'CREATE')::int AS creation`,
  )
  const names = tables.map(({ name }) => String(name))
  const wanted = names.flatMap((name) =>
    inUse.map((privilege) => `has_table_privilege('"${name}"', '${privilege}')::int AS "${privilege} on ${name}"`),
  )
  const [held = {}] = wanted.length === 0 ? [{}] : await ask(`SELECT ${wanted.join(", ")}`)
  const sequences = await ask(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind = 'S'
       AND relname IN ('part_number_seq', 'session_number_seq') AND NOT has_sequence_privilege(oid, 'USAGE')`,
  )
  const missing = [
    ...(schema.usage === 1 ? [] : [`USAGE on the schema ${schema.name}`]),
    ...Object.entries(held).flatMap(([name, has]) => (has === 1 ? [] : [name])),
    ...sequences.map(({ name }) => `USAGE on the sequence ${name}`),
  ]
  const secured = tables.filter((table) => table.secured === 1).map(({ name }) => String(name))
  const hint = `An administrator can grant them: GRANT USAGE, CREATE ON SCHEMA ${schema.name} TO "${schema.role}"; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema.name} TO "${schema.role}"; GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema.name} TO "${schema.role}".`
  if (missing.length > 0)
    return { name: "privileges", status: "error", message: `the user lacks ${missing.join(", ")}`, hint }
  if (secured.length > 0)
    return {
      name: "privileges",
      status: "warning",
      message: `policies may hide rows of ${secured.join(", ")}: statements that meet one fail`,
      hint: "Session storage needs all rows: ALTER TABLE … DISABLE ROW LEVEL SECURITY, or let the user bypass it.",
    }
  if (schema.creation !== 1)
    return {
      name: "privileges",
      status: "warning",
      message: `the user cannot migrate: it lacks CREATE on the schema ${schema.name}`,
      hint,
    }
  return { name: "privileges", status: "ok", message: "the user has all rights that are needed" }
}
