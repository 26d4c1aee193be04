import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { runMigrations } from "@opencode/session-core/drizzle"
import type { Connection, RowDataPacket } from "mysql2/promise"
import {
  administrate,
  connectAsAdministrator,
  createDatabase,
  describeServers,
  dsnOf,
} from "session-test-servers/mysql"
import { type FaultMoment, FaultProxy, mysqlProtocol, startProxy } from "session-test-servers/mysql-proxy"
import { apply, create, scope } from "session-test-suites/fresh-changes"
import { bundleProgram } from "session-test-support/bundle-program"
import { soon } from "session-test-support/soon"
import { expect, onTestFinished, test } from "vitest"
import { MysqlConnection } from "../src/connection/mysql-connection.ts"
import { provider } from "../src/index.ts"
import { idempotent, mysqlMigrationTarget } from "../src/migration/mysql-migration-target.ts"
import { migrations } from "../src/migrations.ts"
import { optionsOf } from "./support/options-of.ts"

const program = await bundleProgram(new URL("./support/migrate-on-request.ts", import.meta.url))
const rounds = 30
/** A start waits for another one for ten minutes, and a test for three: milliseconds for those of these tests. */
const longestStart = 60_000
const context = { dataDirectory: "/nowhere", environment: {} }

describeServers("starts on an empty database", (server) => {
  async function emptyDatabase() {
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    return database
  }

  async function opened(dsn: string) {
    const store = await provider.open(optionsOf({ dsn }), context)
    onTestFinished(() => store.close())
    return store
  }

  test(`six processes at once, ${rounds} times: none fails`, async () => {
    const processes = Array.from({ length: 6 }, () => fork(program, { stdio: ["ignore", "inherit", "inherit", "ipc"] }))
    onTestFinished(() => {
      for (const each of processes) each.kill()
    })
    const failures: unknown[] = []
    for (let round = 0; round < rounds; round += 1) {
      const database = await createDatabase(server)
      const answers = await Promise.all(processes.map((each) => ask(each, { dsn: database.dsn() })))
      failures.push(...answers.filter((answer) => answer !== null))
      const store = await provider.open(optionsOf({ dsn: database.dsn() }), context)
      const { sessions } = await store.listSessions({ scope, state: "active", limit: 10 })
      await store.close()
      await database.drop()
      expect(sessions).toHaveLength(6)
    }
    expect(failures).toEqual([])
  })

  /** The same server as another node of a cluster: under another name, and with locks of its own. */
  async function anotherNode() {
    const node = await startProxy(server, {
      accepts: () => true,
      traffic: {
        delay: () => 0,
        passable: () => Promise.resolve(),
        // As many bytes: the packets stay as they are.
        pass: (_connection, _direction, chunk) =>
          Buffer.from(
            chunk
              .toString("latin1")
              .replace("GET_LOCK('opencode-session-", "GET_LOCK('opencode-another-")
              .replace("@@hostname", "@@datadir "),
            "latin1",
          ),
      },
    })
    onTestFinished(() => node.close())
    return node
  }

  test("a start on each of two nodes of a cluster, where a lock of the one is none of the other's: one migrates, both succeed", async () => {
    const node = await anotherNode()
    const whole = await emptyDatabase()
    await (await opened(whole.dsn())).migrate()
    for (let round = 0; round < 4; round += 1) {
      const database = await emptyDatabase()
      const stores = await Promise.all([database.dsn(), database.dsn({ port: node.port })].map((dsn) => opened(dsn)))
      const starting = Promise.allSettled(stores.map((store) => store.migrate()))
      // Less than a lease: a lock that its owner does not release shows.
      const reports = await soon("both nodes are migrated", starting, 25_000)
      expect(reports, `round ${round}`).toMatchObject(
        reports.map(() => ({ status: "fulfilled", value: { pending: [] } })),
      )
      // Two that run the same DDL on two members stop a whole group.
      const applied = reports.filter((report) => report.status === "fulfilled" && report.value.applied.length > 0)
      expect(applied, `round ${round}`).toHaveLength(1)
      expect(await structureOf(database.name)).toEqual(await structureOf(whole.name))
    }
  })

  test("a process that is killed on one node keeps the other node's start waiting for its lease only", async () => {
    const node = await anotherNode()
    const database = await emptyDatabase()
    const killed = fork(program, { stdio: ["ignore", "inherit", "inherit", "ipc"] })
    onTestFinished(() => void killed.kill("SIGKILL"))
    const blocker = await connectAsAdministrator(server)
    onTestFinished(() => blocker.destroy())
    await holdUp(database.name, blocker, () => killed.send({ dsn: database.dsn({ port: node.port }) }))
    killed.kill("SIGKILL")
    await once(killed, "exit")
    const start = (lease: number) => {
      const options = optionsOf({ dsn: database.dsn() })
      const connection = new MysqlConnection(options)
      onTestFinished(() => connection.close())
      return runMigrations(mysqlMigrationTarget(connection, options, { lease }), migrations)
    }
    const lease = 1500
    const started = performance.now()
    const waiting = start(lease)
    await blocker.query("UNLOCK TABLES")
    const report = await soon("the start takes the killed one's lock over", waiting, longestStart)
    expect(report).toMatchObject({ pending: [] })
    expect(performance.now() - started).toBeGreaterThan(lease)
  })

  test("a process that migrates for longer than its lease renews it, and the other node waits", async () => {
    const node = await anotherNode()
    const database = await emptyDatabase()
    const blocker = await connectAsAdministrator(server)
    onTestFinished(() => blocker.destroy())
    const lease = 900
    const start = (port?: number) => {
      const options = optionsOf({ dsn: database.dsn(port === undefined ? {} : { port }) })
      const connection = new MysqlConnection(options)
      onTestFinished(() => connection.close())
      return runMigrations(mysqlMigrationTarget(connection, options, { lease }), migrations)
    }
    let first: ReturnType<typeof start> | undefined
    await holdUp(database.name, blocker, () => {
      first = start()
    })
    const second = start(node.port)
    // Long enough for the second to take the lock over, were it not renewed.
    await expect.poll(() => renewalsOf(database.name)).toBeGreaterThan(5)
    await blocker.query("UNLOCK TABLES")
    const reports = await soon("both starts end", Promise.all([first, second]), longestStart)
    expect(reports).toMatchObject([{ applied: ["0001_feed"] }, { applied: [], pending: [] }])
  })

  test.each<FaultMoment>(["before", "during", "after"])(
    "a start that is cut off %s any statement of any migration goes on by itself",
    async (moment) => {
      const database = await emptyDatabase()
      const network = await FaultProxy.start(server, mysqlProtocol)
      onTestFinished(() => network.close())
      const cuts = (async () => {
        for (const statement of migrations.flatMap(({ statements }) => statements)) {
          await network.failNext(({ text }) => text.endsWith(idempotent(statement)), moment)
        }
      })()
      const store = await opened(database.dsn({ port: network.port }))
      const names = migrations.map(({ name }) => name)
      expect(await store.migrate()).toMatchObject({ applied: names, pending: [] })
      await soon("each statement was cut off once", cuts, longestStart)
      expect(await apply(store, "s", [create()])).toBe(1)
      const whole = await emptyDatabase()
      await (await opened(whole.dsn())).migrate()
      expect(await structureOf(database.name)).toEqual(await structureOf(whole.name))
    },
  )

  test("a server that goes away while it is migrated, and does not come back, is reported when the time is up", async () => {
    const database = await emptyDatabase()
    const network = await FaultProxy.start(server, mysqlProtocol)
    onTestFinished(() => network.close())
    const dsn = database.dsn({ port: network.port })
    const store = await provider.open(optionsOf({ dsn, connectionTimeout: 1 }), context)
    onTestFinished(() => store.close())
    const started = store.migrate()
    await network.failNext(({ text }) => text.includes("CREATE TABLE"), "before")
    network.refuse()
    network.resetAll()
    await expect(soon("the start ends", started, longestStart)).rejects.toMatchObject({ code: "unavailable" })
    network.refuse(false)
    expect(await (await opened(database.dsn())).migrate()).toMatchObject({ pending: [] })
  })

  /** Its tables, columns, indexes and keys, and the rows that migrations write. */
  async function structureOf(name: string): Promise<string[]> {
    const connection = await connectAsAdministrator(server)
    try {
      await connection.query(`USE \`${name}\``)
      const [tables] = await connection.query<RowDataPacket[]>("SHOW TABLES")
      const structure: string[] = []
      for (const table of tables.flatMap((row) => Object.values(row)).sort()) {
        const [[row]] = await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE \`${table}\``)
        structure.push(String(row?.["Create Table"]).replace(/ AUTO_INCREMENT=\d+/, ""))
      }
      const [feed] = await connection.query<RowDataPacket[]>("SELECT shard FROM change_feed ORDER BY shard")
      return [...structure, JSON.stringify(feed)]
    } finally {
      await connection.end()
    }
  }

  /** Somebody else's lock on a table holds the migration of the feed up, under its lock. The ones after it are run again, too. */
  async function holdUp(database: string, blocker: Connection, start: () => unknown) {
    const dsn = dsnOf({ ...server, ...server.administrator, database })
    await (await opened(dsn)).migrate()
    await administrate(
      server,
      `DELETE FROM \`${database}\`.schema_migration WHERE name >= '0001_feed'`,
      `DELETE FROM \`${database}\`.change_feed`,
    )
    await blocker.query(`USE \`${database}\`; LOCK TABLES change_feed READ`)
    start()
    await expect
      .poll(async () => {
        const [rows] = await blocker.query<RowDataPacket[]>("SHOW FULL PROCESSLIST")
        return rows.some(({ db, Info }) => db === database && String(Info).includes("INSERT INTO `change_feed`"))
      })
      .toBe(true)
  }

  async function renewalsOf(database: string): Promise<number> {
    const connection = await connectAsAdministrator(server)
    try {
      const [[row]] = await connection.query<RowDataPacket[]>(
        `SELECT renewals FROM \`${database}\`.schema_migration_lock`,
      )
      return Number(row?.renewals)
    } finally {
      await connection.end()
    }
  }

  test("a killed process's lock does not keep the next start waiting", async () => {
    const database = await emptyDatabase()
    const blocker = await connectAsAdministrator(server)
    onTestFinished(() => blocker.destroy())
    const child = fork(program, { stdio: ["ignore", "inherit", "inherit", "ipc"] })
    onTestFinished(() => void child.kill("SIGKILL"))
    await holdUp(database.name, blocker, () => child.send({ dsn: database.dsn() }))
    child.kill("SIGKILL")
    await once(child, "exit")
    await blocker.query("UNLOCK TABLES")
    const started = performance.now()
    const starting = (await opened(database.dsn())).migrate()
    expect(await soon("the start ends", starting, longestStart)).toMatchObject({ pending: [] })
    expect(performance.now() - started).toBeLessThan(15_000)
  })
})

/** A process's answer to a message. */
async function ask(process: ChildProcess, message: object): Promise<unknown> {
  const ended = new AbortController()
  const { signal } = ended
  try {
    const answer = Promise.race([
      once(process, "message", { signal }),
      once(process, "exit", { signal }).then(() => ["It has ended."]),
    ])
    process.send(message)
    return (await answer)[0]
  } finally {
    // A process is asked often, and the one of the two that did not happen would go on listening.
    ended.abort()
  }
}
