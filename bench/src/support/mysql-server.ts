import type { SessionProvider } from "@opencode/session-core/provider"
import { provider as mysql } from "@opencode/session-mysql"
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise"
// The servers of the tests: real ones, which need no set-up.
import {
  CountingProxy,
  connectAsAdministrator,
  createDatabase,
  FaultProxy,
  type FoundServer,
  findServer,
  mysqlProtocol,
  type TestDatabase,
} from "session-test-servers/without-vitest"

export interface MysqlServerOptions {
  /** Syncs each commit to the disk. */
  durable: boolean
}

/** A migrated database of a measurement's own. */
export interface MysqlDatabase extends AsyncDisposable {
  provider: SessionProvider
  /** The DSN that it was opened with. */
  dsn: string
  /** The driver alone, in the same database. */
  bare: Connection
  /** A second provider, behind a network that takes its time, and what counts there. */
  far(oneWayMilliseconds: number): Promise<{ provider: SessionProvider; wire: CountingProxy }>
}

/** An empty database, and a user who may do everything in it. */
export interface EmptyDatabase extends AsyncDisposable {
  access: { host: string; port: number; user: string; password: string; database: string }
}

/** Bytes that the server has written so far. */
export interface LogBytes {
  redo: number
  binary: number
}

export interface MysqlServer {
  database(): Promise<MysqlDatabase>
  empty(): Promise<EmptyDatabase>
  logs(): Promise<LogBytes>
}

/** Servers that are started when they are asked for, and end with the bench. */
export class MysqlServers implements AsyncDisposable {
  readonly #started = new Map<boolean, Promise<FoundServer | null>>()

  async get({ durable }: MysqlServerOptions): Promise<MysqlServer | null> {
    const starting = this.#started.get(durable) ?? start(durable)
    this.#started.set(durable, starting)
    const found = await starting
    return found && { database: () => openDatabase(found), empty: () => openEmpty(found), logs: () => logsOf(found) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const starting of this.#started.values()) await (await starting)?.close()
  }
}

async function start(durable: boolean): Promise<FoundServer | null> {
  for (const kind of ["mysql", "mariadb"] as const) {
    const found = await findServer(kind, { durable })
    if (!Array.isArray(found)) {
      console.error(
        `${kind} ${found.access.version}, ${durable ? "syncing each commit" : "syncing nothing"}: ${found.source}`,
      )
      return found
    }
    for (const { source, reason } of found) console.error(`No ${kind} by ${source}: ${reason}`)
  }
  console.error("There is no server: MySQL is not measured.")
  return null
}

async function openEmpty({ access }: FoundServer): Promise<EmptyDatabase> {
  const { host, port } = access
  const { user, password, name, drop } = await createDatabase(access)
  return {
    access: { host, port, user, password, database: name },
    [Symbol.asyncDispose]: () => drop(),
  }
}

async function logsOf({ access }: FoundServer): Promise<LogBytes> {
  const administrator = await connectAsAdministrator(access)
  try {
    const [[redo] = []] = await administrator.query<RowDataPacket[]>("SHOW GLOBAL STATUS LIKE 'Innodb_os_log_written'")
    const [logs] = await administrator.query<RowDataPacket[]>("SHOW BINARY LOGS")
    const binary = logs.reduce((sum, log) => sum + Number(log.File_size), 0)
    return { redo: Number(redo?.Value), binary }
  } finally {
    await administrator.end()
  }
}

async function openDatabase({ access }: FoundServer): Promise<MysqlDatabase> {
  const database: TestDatabase = await createDatabase(access)
  const ends: (() => Promise<unknown>)[] = [() => database.drop()]
  const open = async (dsn: string) => {
    const context = { dataDirectory: "", environment: {} }
    const provider = await mysql.open(mysql.parseOptions({ dsn }, context), context)
    ends.push(() => provider.close())
    return provider
  }
  const provider = await open(database.dsn())
  await provider.migrate()
  const { host, port } = access
  const { user, password, name } = database
  const bare = await createConnection({ host, port, user, password, database: name, charset: "UTF8MB4_BIN" })
  ends.push(() => bare.end())
  return {
    provider,
    dsn: database.dsn(),
    bare,
    async far(oneWayMilliseconds) {
      const wire = await CountingProxy.start(access, mysqlProtocol)
      const network = await FaultProxy.start(wire, mysqlProtocol)
      ends.push(
        () => wire.close(),
        () => network.close(),
      )
      const far = await open(database.dsn({ port: network.port }))
      await far.migrate()
      network.delay.toServer = oneWayMilliseconds
      network.delay.toClient = oneWayMilliseconds
      return { provider: far, wire }
    },
    async [Symbol.asyncDispose]() {
      // The last that was opened first.
      for (const end of ends.toReversed()) await end()
    },
  }
}
