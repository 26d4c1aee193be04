import type { HealthCheck } from "@opencode/session-core/provider"
import { getTableName } from "drizzle-orm"
import type { RowDataPacket } from "mysql2/promise"
import {
  addUser,
  administrate,
  connectAsAdministrator,
  createDatabase,
  describeServers,
  dsnOf,
  type ServerAccess,
  startServer,
} from "session-test-servers/mysql"
import { expect, onTestFinished, test } from "vitest"
import { checkCluster, clusterOf } from "../src/health/check-cluster.ts"
import { provider } from "../src/index.ts"
import { schema } from "../src/sql/schema.ts"
import { optionsOf } from "./support/options-of.ts"

const context = { dataDirectory: "/nowhere", environment: {} }
const ourTables = Object.values(schema).map((table) => getTableName(table))
const forUse = "SELECT, INSERT, UPDATE, DELETE"
const all = `${forUse}, CREATE, ALTER, INDEX, REFERENCES`

async function checksOf(dsn: string): Promise<HealthCheck[]> {
  const store = await provider.open(optionsOf({ dsn }), context)
  try {
    return (await store.check()).checks
  } finally {
    await store.close()
  }
}

describeServers("doctor on privileges", (server) => {
  /** A migrated database, and a user without any right on it. */
  async function migratedWithUser(privileges = "") {
    const database = await createDatabase(server)
    const migrating = await provider.open(optionsOf({ dsn: database.dsn() }), context)
    await migrating.migrate()
    await migrating.close()
    const user = await addUser(server, database.name, privileges)
    onTestFinished(async () => {
      await user.drop()
      await database.drop()
    })
    return { ...user, account: `'${user.user}'@'%'` }
  }

  const privilegesOf = async (dsn: string) => (await checksOf(dsn)).find(({ name }) => name === "privileges")

  test("the four rights, granted table by table, are enough", async () => {
    const { name, account, dsn } = await migratedWithUser()
    const tables = [...ourTables, "schema_migration"]
    await administrate(server, ...tables.map((table) => `GRANT ${forUse} ON \`${name}\`.\`${table}\` TO ${account}`))
    expect(await privilegesOf(dsn())).toMatchObject({
      status: "warning",
      message: expect.stringMatching(/^the user cannot migrate: it lacks CREATE, ALTER, INDEX/),
    })
  })

  test("a right that is missing on one table is named with it", async () => {
    const { name, account, dsn } = await migratedWithUser()
    const grants = [...ourTables, "schema_migration"].map((table) => [
      table,
      table === "part" ? "SELECT, UPDATE, DELETE" : forUse,
    ])
    await administrate(
      server,
      ...grants.map(([table, rights]) => `GRANT ${rights} ON \`${name}\`.\`${table}\` TO ${account}`),
    )
    expect(await privilegesOf(dsn())).toMatchObject({
      status: "error",
      message: expect.stringMatching(/lacks INSERT on part, /),
    })
  })

  test("a right on some columns only is not one on the table", async () => {
    const { name, account, dsn } = await migratedWithUser("SELECT, DELETE, UPDATE")
    const others = ourTables.filter((table) => table !== "project")
    await administrate(
      server,
      ...others.map((table) => `GRANT INSERT ON \`${name}\`.\`${table}\` TO ${account}`),
      `GRANT INSERT (id) ON \`${name}\`.project TO ${account}`,
    )
    expect(await privilegesOf(dsn())).toMatchObject({
      status: "error",
      message: expect.stringContaining("INSERT on project"),
    })
  })

  test.each([
    ["in force", true],
    ["not in force", false],
  ])("rights by a role that is %s", async (_, inForce) => {
    const { name, user, account, dsn } = await migratedWithUser("SELECT")
    const role = `role_${user}`.slice(0, 30)
    const setDefault =
      server.kind === "mysql" ? `SET DEFAULT ROLE '${role}' TO ${account}` : `SET DEFAULT ROLE '${role}' FOR ${account}`
    await administrate(
      server,
      `CREATE ROLE '${role}'`,
      `GRANT ${all} ON \`${name.replaceAll("_", "\\_")}\`.* TO '${role}'`,
      `GRANT '${role}' TO ${account}`,
      ...(inForce ? [setDefault] : []),
    )
    onTestFinished(() => administrate(server, `DROP ROLE '${role}'`))
    expect(await privilegesOf(dsn())).toMatchObject(
      inForce
        ? { status: "ok" }
        : { status: "error", message: expect.stringMatching(/^the user lacks INSERT, UPDATE, DELETE, CREATE/) },
    )
  })

  test("a database that is still empty", async () => {
    const database = await createDatabase(server, { privileges: all })
    onTestFinished(() => database.drop())
    expect(await privilegesOf(database.dsn())).toMatchObject({ status: "ok" })
    const user = await addUser(server, database.name, "SELECT, CREATE")
    onTestFinished(() => administrate(server, `DROP USER '${user.user}'@'%'`))
    expect(await privilegesOf(user.dsn())).toMatchObject({
      status: "error",
      message: expect.stringMatching(/^the user lacks INSERT, UPDATE, DELETE, ALTER, INDEX/),
    })
  })

  test("it changes nothing", async () => {
    const { name, dsn } = await migratedWithUser(all)
    const before = await everythingIn(server, name)
    const checks = await checksOf(dsn())
    expect(checks.filter(({ status }) => status === "error")).toEqual([])
    expect(await everythingIn(server, name)).toEqual(before)
  })
})

/** Structure and rows of a database. */
async function everythingIn(server: ServerAccess, name: string): Promise<unknown[]> {
  const connection = await connectAsAdministrator(server)
  try {
    await connection.query(`USE \`${name}\``)
    const [tables] = await connection.query<RowDataPacket[]>("SHOW TABLES")
    const found: unknown[] = []
    for (const table of tables.flatMap((row) => Object.values(row)).sort()) {
      found.push(...(await connection.query<RowDataPacket[]>(`SHOW CREATE TABLE \`${table}\``))[0])
      found.push(...(await connection.query<RowDataPacket[]>(`SELECT * FROM \`${table}\``))[0])
    }
    return found
  } finally {
    await connection.end()
  }
}

describeServers(
  "doctor on a server of its own",
  (shared) => {
    test("what is revoked in part, and what is read-only by whichever variable", async () => {
      const server = await startServer(shared)
      onTestFinished(() => server.close())
      const database = await createDatabase(server)
      const dsn = ({ user, password } = database) => dsnOf({ ...server, user, password, database: database.name })
      const store = await provider.open(optionsOf({ dsn: dsn() }), context)
      await store.migrate()
      await store.close()
      const checkOf = async (name: string, of = database) =>
        (await checksOf(dsn(of))).find((check) => check.name === name)

      expect(await checkOf("writes")).toMatchObject({ status: "ok" })
      await administrate(server, "SET GLOBAL read_only = 1")
      expect(await checkOf("writes")).toMatchObject({
        status: "error",
        message: expect.stringMatching(/read-only \(read_only/),
      })
      await administrate(server, "SET GLOBAL read_only = 0")

      if (server.kind === "mysql") {
        const user = await addUser(server, database.name, "")
        const account = `'${user.user}'@'%'`
        await administrate(
          server,
          "SET GLOBAL partial_revokes = ON",
          `GRANT ${all} ON *.* TO ${account}`,
          `REVOKE INSERT, ALTER ON \`${database.name}\`.* FROM ${account}`,
        )
        expect(await checkOf("privileges", user)).toMatchObject({
          status: "error",
          message: "the user lacks INSERT, ALTER",
          hint: expect.stringContaining("GRANT INSERT, ALTER ON"),
        })
        // With it, an escaped underscore in a grant is no underscore.
        await administrate(server, `DROP USER ${account}`, "SET GLOBAL partial_revokes = OFF")
      }

      // A reader of Aurora has read_only off.
      await server.stop()
      await server.start({ arguments: ["--innodb-read-only=1", "--skip-log-bin"] })
      expect(await checkOf("writes")).toMatchObject({
        status: "error",
        message: expect.stringContaining("innodb_read_only"),
      })
    })
  },
  { startable: true },
)

test.each<[string, Record<string, string>, number, { name: string; status: string; hint?: RegExp }[]]>([
  ["a single server", {}, 1, [{ name: "nodes", status: "ok" }]],
  ["a server and its replica", {}, 2, [{ name: "nodes", status: "warning", hint: /takes writes/ }]],
  [
    "a group with one primary",
    {
      group_replication_group_name: "g",
      group_replication_single_primary_mode: "ON",
      group_replication_consistency: "EVENTUAL",
    },
    3,
    [{ name: "nodes", status: "warning", hint: /group_replication_consistency=%27BEFORE%27/ }],
  ],
  [
    "a group whose reads wait",
    {
      group_replication_group_name: "g",
      group_replication_single_primary_mode: "ON",
      group_replication_consistency: "BEFORE",
    },
    3,
    [{ name: "nodes", status: "ok" }],
  ],
  [
    "a group with several primaries",
    {
      group_replication_group_name: "g",
      group_replication_single_primary_mode: "OFF",
      group_replication_consistency: "BEFORE",
    },
    1,
    [
      { name: "nodes", status: "ok" },
      { name: "primaries", status: "warning", hint: /opencode-session migrate/ },
    ],
  ],
  [
    "Galera",
    { wsrep_on: "ON", wsrep_cluster_address: "gcomm://", wsrep_sync_wait: "0" },
    3,
    [{ name: "nodes", status: "warning", hint: /wsrep_sync_wait=1/ }],
  ],
  [
    "Galera whose reads wait",
    { wsrep_on: "ON", wsrep_cluster_address: "gcomm://", wsrep_sync_wait: "7" },
    3,
    [{ name: "nodes", status: "ok" }],
  ],
  ["MariaDB without Galera", { wsrep_on: "OFF", wsrep_cluster_address: "" }, 1, [{ name: "nodes", status: "ok" }]],
])("doctor on %s", (_, variables, nodes, expected) => {
  const rows = Object.entries(variables).map(([name, value]) => ({ Variable_name: name, Value: value }))
  const checks = checkCluster(clusterOf(rows), nodes)
  expect(checks).toMatchObject(
    expected.map(({ hint, ...check }) =>
      hint === undefined ? check : { ...check, hint: expect.stringMatching(hint) },
    ),
  )
})
