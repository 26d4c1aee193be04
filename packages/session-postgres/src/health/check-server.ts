import { type DriverRow, tableNames } from "@opencode/session-core/drizzle"
import { type HealthCheck, SessionStorageError } from "@opencode/session-core/provider"
import {
  checkPasswordFile,
  checkPool,
  checkRoundTrip,
  checkSource,
  checkTls,
  failedCheck,
  measureRoundTrip,
} from "@opencode/session-core/server"
import type { ServerDatabase } from "../connection/server-database.ts"
import { postgresErrors } from "../errors/translate-error.ts"
import { isLocal } from "../options/address.ts"
import type { ServerOptions } from "../options/options.ts"
import { searchIndex } from "../sql/search-index-statement.ts"
import { checkPrivileges } from "./check-privileges.ts"

const facts = `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
  current_setting('synchronous_commit') AS commits, current_setting('full_page_writes') AS pages,
  pg_is_in_recovery()::int AS standby, current_setting('transaction_read_only') AS read_only,
  (SELECT datcollate FROM pg_database WHERE datname = current_database()) AS collation`

/** Looks at the server and at the user's rights. Which migrations are pending, `migrate` says. */
export async function checkServer(database: ServerDatabase, options: ServerOptions): Promise<HealthCheck[]> {
  const configuration = [checkSource(options), ...(await checkPasswordFile(options.password))]
  try {
    return await database.inspect(async (connection) => {
      const ask = async (statement: string): Promise<DriverRow[]> => {
        const [rows = []] = await connection.ask([statement], options.connectionTimeout)
        return rows
      }
      const roundTrip = await measureRoundTrip(async () => {
        const [row] = await ask("SELECT extract(epoch from clock_timestamp()) * 1000 AS time")
        return Number(row?.time)
      })
      const [row = {}] = await ask(facts)
      const names = tableNames.map((name) => `'${name}'`).join(", ")
      const tables = await ask(
        `SELECT relname AS name, relrowsecurity::int AS secured FROM pg_class
         WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relname IN (${names}) AND relkind IN ('r', 'p')`,
      )
      return [
        ...configuration,
        { name: "server", status: "ok", message: `PostgreSQL ${row.version}` },
        checkTls(
          { encrypted: connection.encrypted, isLocal: isLocal(options.address), mode: options.tls.mode },
          "Set sessionProvider.postgres.tls, or add sslmode=verify-full to the URL.",
        ),
        ...checkRoundTrip(roundTrip),
        { name: "characters", status: "ok", message: `UTF8 (the order of ${row.collation} does not matter)` },
        checkWrites(row),
        checkDurability(row),
        await checkPrivileges(ask, tables),
        ...(tables.length === 0 ? [] : [await checkSearch(ask)]),
        ...(connection.facts.settings === undefined ? [] : [pooler]),
        checkPool(database.usage, options),
      ]
    })
  } catch (error) {
    if (SessionStorageError.isInstance(error, "closed")) throw error
    return [...configuration, failedCheck("server", postgresErrors.translate(error, database.location))]
  }
}

async function checkSearch(ask: (statement: string) => Promise<DriverRow[]>): Promise<HealthCheck> {
  const [{ index, extension } = {}] = await ask(
    `SELECT (to_regclass('part_search') IS NOT NULL)::int AS index,
       (SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm')::int AS extension`,
  )
  if (index === 1) return { name: "search", status: "ok", message: "by an index (pg_trgm)" }
  return {
    name: "search",
    status: "warning",
    message: "without an index: a search for a rare word reads all parts of the project",
    hint: `An administrator can make it: ${extension === 1 ? "" : "CREATE EXTENSION pg_trgm; "}${searchIndex}.`,
  }
}

const pooler: HealthCheck = {
  name: "pooler",
  status: "ok",
  message: "a pooler is in between: watchers hear nothing from the server, and look every 250 ms",
}

function checkWrites({ standby, read_only }: DriverRow): HealthCheck {
  if (standby === 0 && read_only === "off") return { name: "writes", status: "ok", message: "the server takes writes" }
  return {
    name: "writes",
    status: "error",
    message: standby === 0 ? "the server is read-only" : "the server is a standby, which takes no writes",
    hint: "Configure the server that takes writes.",
  }
}

function checkDurability({ fsync, commits, pages }: DriverRow): HealthCheck {
  const off = [
    ...(fsync === "on" ? [] : ["fsync"]),
    ...(commits === "off" ? ["synchronous_commit"] : []),
    ...(pages === "on" ? [] : ["full_page_writes"]),
  ]
  return off.length === 0
    ? { name: "durability", status: "ok", message: "a commit is on the disk when it is acknowledged" }
    : {
        name: "durability",
        status: "warning",
        message: `after a power cut the last commits may be gone, or the database damaged: ${off.join(", ")} ${off.length === 1 ? "is" : "are"} off`,
        hint: `Set ${off.map((name) => `${name} = on`).join(", ")} on the server.`,
      }
}
