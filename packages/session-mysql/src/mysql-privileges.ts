import type { HealthCheck } from "@opencode/session-core"
import type { Row } from "@opencode/session-core/drizzle"

/** What every call needs, and what a migration needs besides. */
const forUse = ["SELECT", "INSERT", "UPDATE", "DELETE"]
const forMigrations = ["CREATE", "ALTER", "INDEX", "REFERENCES"]

/** The user's own, as the server lists them: it writes the user as 'name'@'host'. */
const grantee =
  "concat('''', replace(substring_index(current_user(), '@', 1), '''', ''''''), '''@''', substring_index(current_user(), '@', -1), '''')"

/** Which privileges the user has everywhere, which on the database, and by which role it may have more. */
export const privilegeStatements = [
  `SELECT privilege_type AS privilege FROM information_schema.user_privileges WHERE grantee = ${grantee}`,
  `SELECT privilege_type AS privilege FROM information_schema.schema_privileges WHERE grantee = ${grantee} AND database() LIKE table_schema`,
  "SELECT current_role() AS role",
]

/** Says which privileges are missing, by name. */
export function checkPrivileges([everywhere = [], onDatabase = [], roles = []]: Row[][]): HealthCheck {
  const granted = new Set([...everywhere, ...onDatabase].map((row) => String(row.privilege).toUpperCase()))
  const missing = (needed: string[]) => needed.filter((privilege) => !granted.has(privilege))
  const all = missing([...forUse, ...forMigrations])
  if (all.length === 0) return { name: "privileges", status: "ok", message: "the user may do all that is needed" }
  const role = roles[0]?.role
  if (role !== null && role !== undefined && role !== "NONE" && role !== "") {
    return { name: "privileges", status: "ok", message: `${all.join(", ")} only by the role ${role}, if at all` }
  }
  const hint = `An administrator can grant them: GRANT ${all.join(", ")} ON database.* TO the user.`
  const inUse = missing(forUse)
  return inUse.length === 0
    ? { name: "privileges", status: "warning", message: `the user cannot migrate: it lacks ${all.join(", ")}`, hint }
    : { name: "privileges", status: "error", message: `the user lacks ${all.join(", ")}`, hint }
}
