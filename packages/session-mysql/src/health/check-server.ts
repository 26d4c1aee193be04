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
import type { MysqlConnection } from "../connection/mysql-connection.ts"
import { openServerConnection } from "../connection/open-server-connection.ts"
import type { ServerConnection, ServerFacts } from "../connection/server-connection.ts"
import { translateError } from "../errors/translate-error.ts"
import { isLocal } from "../options/dsn/address.ts"
import type { MysqlOptions } from "../options/options.ts"
import { checkCluster, clusterOf, selectClusterVariables } from "./check-cluster.ts"
import { checkFeatures } from "./check-features.ts"
import { checkPrivileges } from "./check-privileges.ts"
import { checkWrites } from "./check-writes.ts"

/** The oldest that the schema and the queries are made for. */
const oldest = { mysql: [8, 0], mariadb: [10, 11] } as const
/** A part of 16 MiB, its quotes escaped, needs more than that. */
const comfortablePacket = 32 * 1024 * 1024
/** With the first one, each node of a usual cluster gets its turn. */
const furtherConnections = 3

/** Looks at the server and at the user's rights. Which migrations are pending, `migrate` says. */
export async function checkServer(connection: MysqlConnection, options: MysqlOptions): Promise<HealthCheck[]> {
  const configuration = [checkSource(options), ...(await checkPasswordFile(options.password))]
  try {
    return await connection.inspect(async (server) => {
      const run = (...statements: string[]) => server.query(statements, options.queryTimeout)
      const ask = async (statement: string) => (await run(statement))[0] ?? []
      const roundTrip = await measureRoundTrip(async () => {
        const [row] = await ask("SELECT cast(unix_timestamp(now(3)) * 1000 as signed) AS time")
        return Number(row?.time)
      })
      const [facts = {}] = await ask(
        "SELECT @@character_set_connection AS charset, @@character_set_database AS databaseCharset, @@innodb_flush_log_at_trx_commit AS flush",
      )
      const tables = await tablesOf(ask)
      const cluster = clusterOf(await ask(selectClusterVariables))
      await meetNodes(connection, options)
      return [
        ...configuration,
        checkVersion(server.facts),
        checkTls(
          { encrypted: server.encrypted, isLocal: isLocal(options.address), mode: options.tls.mode },
          "Set sessionProvider.mysql.tls, or add tls=true to the DSN.",
        ),
        ...checkRoundTrip(roundTrip),
        checkCharset(facts),
        checkPacket(server.facts.maximumPacket),
        await checkWrites(run, tables.size > 0),
        checkDurability(facts),
        await checkPrivileges(run, { tables, isGalera: cluster.kind === "galera" }),
        ...checkCluster(cluster, connection.nodes.size),
        ...(await checkFeatures(run, connection.features, tables.size > 0)),
        checkPool(connection.usage, options),
      ]
    })
  } catch (error) {
    if (SessionStorageError.isInstance(error, "closed")) throw error
    return [...configuration, failedCheck("server", translateError(error, connection.location))]
  }
}

/** The names of our tables that the user sees. */
async function tablesOf(ask: (statement: string) => Promise<DriverRow[]>): Promise<Set<string>> {
  const rows = await ask("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database()")
  const names = new Set(rows.map(({ name }) => String(name)))
  return new Set(tableNames.filter((table) => names.has(table)))
}

/** Opens some connections more: a name may lead each of them to another server. */
async function meetNodes(connection: MysqlConnection, options: MysqlOptions): Promise<void> {
  for (let count = 0; count < furtherConnections; count += 1) {
    let opened: ServerConnection
    try {
      opened = await openServerConnection(options, options.connectTimeout)
    } catch {
      // The server takes no more connections.
      return
    }
    if (opened.facts.node !== undefined) connection.nodes.add(opened.facts.node)
    await opened.end()
  }
}

function checkVersion({ version, isMariadb }: ServerFacts): HealthCheck {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version.replace(/^5\.5\.5-/, "")) ?? []).slice(1).map(Number)
  const [oldestMajor, oldestMinor] = isMariadb ? oldest.mariadb : oldest.mysql
  const message = `${isMariadb ? "MariaDB" : "MySQL"} ${version}`
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor))
    return { name: "server", status: "ok", message }
  return {
    name: "server",
    status: "error",
    message: `${message} is too old`,
    hint: `Use MySQL ${oldest.mysql.join(".")} or MariaDB ${oldest.mariadb.join(".")}, or later.`,
  }
}

function checkCharset({ charset, databaseCharset }: DriverRow): HealthCheck {
  return charset === "utf8mb4"
    ? {
        name: "characters",
        status: "ok",
        message: `utf8mb4 (the database's default is ${databaseCharset}, and does not matter)`,
      }
    : { name: "characters", status: "error", message: `the connection has ${charset} instead of utf8mb4` }
}

function checkPacket(bytes: number): HealthCheck {
  const message = `packets of up to ${Math.round(bytes / 1024 / 1024)} MiB`
  return bytes >= comfortablePacket
    ? { name: "packets", status: "ok", message }
    : {
        name: "packets",
        status: "warning",
        message: `${message}: the largest parts do not fit`,
        hint: "Set max_allowed_packet=64M on the server.",
      }
}

function checkDurability({ flush }: DriverRow): HealthCheck {
  return Number(flush) === 1
    ? { name: "durability", status: "ok", message: "a commit is on the disk when it is acknowledged" }
    : {
        name: "durability",
        status: "warning",
        message: "after a power cut the last commits may be gone",
        hint: "Set innodb_flush_log_at_trx_commit=1 on the server.",
      }
}
