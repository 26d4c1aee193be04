import { createConnection } from "mysql2/promise"
import { administrate, describeServers, dsnOf, type RunningServer, startServer } from "session-test-servers/mysql"
import { documentedStatements } from "session-test-support/mysql-documentation"
import { afterAll, afterEach, beforeAll, expect, test } from "vitest"
import { provider } from "../../src/index.ts"
import { optionsOf } from "../support/options-of.ts"

const account = { user: "opencode_user", password: "secure_password", database: "opencode" }

const open = (server: { host: string; port: number }, credentials = account) =>
  provider.open(optionsOf({ dsn: dsnOf({ ...credentials, host: server.host, port: server.port }) }), {
    dataDirectory: "/nowhere",
    environment: {},
  })

describeServers(
  "docs/mysql.md",
  (shared) => {
    let server: RunningServer
    beforeAll(async () => {
      // As hosters run it: what is written goes to a binary log, and accounts have no SUPER.
      const hosted = ["--log-bin", "--server-id=1", "--log-bin-trust-function-creators=OFF"]
      server = await startServer(shared, { arguments: hosted })
    })
    afterEach(() =>
      administrate(
        server,
        "DROP DATABASE opencode",
        "DROP USER IF EXISTS 'opencode_user'@'%', 'opencode_migrator'@'%'",
      ),
    )
    afterAll(() => server?.close())

    test("the set-up by hand works on a server with a binary log, for a user without SUPER", async () => {
      await administrate(server, ...documentedStatements("By hand"))
      const connection = await createConnection({
        host: server.host,
        port: server.port,
        ...account,
        multipleStatements: true,
      })
      // It is the hard case: such a user may make no triggers.
      await connection.query("CREATE TABLE probe (id INT PRIMARY KEY)")
      await expect(
        connection.query("CREATE TRIGGER t BEFORE INSERT ON probe FOR EACH ROW SET NEW.id = 1"),
      ).rejects.toMatchObject({ errno: 1419 })
      await connection.query("DROP TABLE probe")
      await connection.end()
      const store = await open(server)
      expect((await store.migrate()).pending).toEqual([])
      expect((await store.check()).checks.filter(({ status }) => status === "error")).toEqual([])
      await store.close()
    })

    test("one user migrates, the other works without CREATE, ALTER and INDEX", async () => {
      await administrate(server, ...documentedStatements("Two users"))
      const user = { ...account, user: "opencode_user" }
      const tooEarly = await open(server, user)
      await expect(tooEarly.migrate()).rejects.toMatchObject({ code: "access_denied" })
      await tooEarly.close()
      const migrating = await open(server, { ...account, user: "opencode_migrator", password: "another_password" })
      expect((await migrating.migrate()).applied).not.toEqual([])
      await migrating.close()
      const working = await open(server, user)
      expect(await working.migrate()).toMatchObject({ applied: [], pending: [] })
      const checks = (await working.check()).checks.filter(({ name }) => name === "privileges")
      expect(checks).toMatchObject([{ status: "warning", message: expect.stringContaining("CREATE, ALTER, INDEX") }])
      expect(await working.listProjects()).toEqual([])
      await working.close()
    })
  },
  { startable: true },
)
