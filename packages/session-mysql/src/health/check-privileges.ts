import type { HealthCheck } from "@opencode/session-core/provider"
import { getTableColumns, getTableName } from "drizzle-orm"
import { errorNumber } from "../errors/translate-error.ts"
import { schema } from "../sql/schema.ts"

/** Runs statements in the order given. Fails with the driver's errors. */
export type RunStatements = (...statements: string[]) => Promise<unknown>

/** What the server says where a right is missing: on a table, a column, the database, and in general. */
const denials = new Set([1142, 1143, 1044, 1227, 1370])
/** No database has a table of this name. */
const probe = "opencode_session_probe"
const migrationTable = "schema_migration"

/** A statement that needs a right and changes nothing. */
interface Try {
  privilege: string
  /** Null for one that is needed on new tables. */
  table: string | null
  statement: string
}

export interface PrivilegeQuestion {
  /** Tables of ours that the user sees. None in an empty database, or when the user has no right on any of them. */
  tables: ReadonlySet<string>
  /** Galera replicates changes of the schema before it tries them: there, those that are bound to fail are left out. */
  isGalera: boolean
}

/**
 * Says which rights are missing, by trying: what the server lists leaves out roles, revoked parts, columns and patterns. Every
 * statement is one that concerns no row, is only prepared, or names a table that does not exist.
 */
export async function checkPrivileges(run: RunStatements, question: PrivilegeQuestion): Promise<HealthCheck> {
  const inUse = await missingOf(run, triesForUse(question))
  const migrating = await missingOf(run, triesForMigrations(question))
  const note = question.isGalera
    ? "; ALTER and INDEX were not tried, since Galera sends even what fails to every node"
    : ""
  const missing = describe([...inUse, ...migrating])
  if (missing.length === 0) {
    return { name: "privileges", status: "ok", message: `the user has all rights that are needed${note}` }
  }
  const wanted = new Set([...inUse, ...migrating].map(({ privilege }) => privilege))
  // The server asks for CREATE first, and then tells nothing of the other one.
  if (wanted.has("CREATE")) wanted.add("REFERENCES")
  const hint = `An administrator can grant them: GRANT ${[...wanted].join(", ")} ON database.* TO the user.`
  return inUse.length === 0
    ? {
        name: "privileges",
        status: "warning",
        message: `the user cannot migrate: it lacks ${missing.join(", ")}${note}`,
        hint,
      }
    : { name: "privileges", status: "error", message: `the user lacks ${missing.join(", ")}`, hint }
}

/** Everything in one packet where nothing is missing; otherwise one by one. */
async function missingOf(run: RunStatements, tries: Try[]): Promise<Try[]> {
  try {
    await run("START TRANSACTION", ...tries.map(({ statement }) => statement), "ROLLBACK")
    return []
  } catch (error) {
    if (errorNumber(error) === undefined) throw error
  }
  const missing: Try[] = []
  for (const each of tries) {
    try {
      await run(each.statement)
    } catch (error) {
      const number = errorNumber(error)
      if (number === undefined) throw error
      // What else is refused is another check's: a server that is read-only, a table that is not there yet.
      if (denials.has(number) && names(error, each.privilege)) missing.push(each)
    }
  }
  await run("ROLLBACK")
  return missing
}

/** Whether the server names this right, or none: a statement that needs two may be refused for the other one. */
function names(error: unknown, privilege: string): boolean {
  const [, command] = /^([A-Z]+) command denied/.exec(error instanceof Error ? error.message : "") ?? []
  return command === undefined || command === privilege
}

/** What every call needs, on each table: rights may be granted table by table. */
function triesForUse({ tables }: PrivilegeQuestion): Try[] {
  // Without any table, those that a migration will make: the right is then the database's.
  const ours: [string, string[]][] =
    tables.size === 0
      ? [[probe, ["id"]]]
      : Object.values(schema).map((table) => [
          getTableName(table),
          Object.values(getTableColumns(table)).map(({ name }) => name),
        ])
  const reading: [string, string[]][] = tables.size === 0 ? [] : [[migrationTable, []]]
  const quoted = (names: string[]) => names.map((name) => `\`${name}\``)
  return [
    ...[...ours, ...reading].map(([table]) => ({
      privilege: "SELECT",
      table,
      statement: `SELECT 1 FROM \`${table}\` WHERE false`,
    })),
    ...ours.map(([table, columns]) => ({
      privilege: "INSERT",
      table,
      statement: `INSERT INTO \`${table}\` (${quoted(columns).join(", ")}) SELECT ${columns.map(() => "NULL").join(", ")} FROM (SELECT 1 AS one) AS nothing WHERE false`,
    })),
    ...ours.map(([table, columns]) => ({
      privilege: "UPDATE",
      table,
      statement: `UPDATE \`${table}\` SET ${quoted(columns)
        .map((column) => `${column} = '0'`)
        .join(", ")} WHERE false`,
    })),
    ...ours.map(([table]) => ({ privilege: "DELETE", table, statement: `DELETE FROM \`${table}\` WHERE false` })),
  ]
}

function triesForMigrations({ isGalera }: PrivilegeQuestion): Try[] {
  const prepare = (statement: string) => `PREPARE probe FROM '${statement}'`
  const tries: [privilege: string, statement: string][] = [
    ["CREATE", prepare(`CREATE TABLE ${probe} (id int)`)],
    ...(isGalera
      ? []
      : ([
          ["ALTER", `ALTER TABLE ${probe} ADD COLUMN id int`],
          ["INDEX", `CREATE INDEX id ON ${probe} (id)`],
        ] satisfies [string, string][])),
    // MariaDB makes foreign keys without this right.
    ["REFERENCES", prepare(`CREATE TABLE ${probe} (id int, FOREIGN KEY (id) REFERENCES ${probe}_parent (id))`)],
  ]
  return tries.map(([privilege, statement]) => ({ privilege, table: null, statement }))
}

/** By privilege, with the tables where it is not missing on all of them. */
function describe(missing: Try[]): string[] {
  const all = new Set(missing.map(({ privilege }) => privilege))
  const tableCount = Object.keys(schema).length
  return [...all].map((privilege) => {
    const tables = missing.flatMap((each) => (each.privilege === privilege && each.table !== null ? [each.table] : []))
    const isEverywhere = tables.length === 0 || tables[0] === probe || tables.length >= tableCount
    return isEverywhere ? privilege : `${privilege} on ${tables.join(", ")}`
  })
}
