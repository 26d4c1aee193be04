import type { SessionProvider } from "@opencode/session-core/provider"
import { administrate, createDatabase, describeServers } from "session-test-servers/mysql"
import { expect, onTestFinished, test } from "vitest"
import { provider } from "../src/index.ts"
import { optionsOf } from "./support/options-of.ts"

/*
 * The document's troubleshooting, line by line: what goes wrong, and which error says so.
 */

describeServers("troubleshooting", (server) => {
  const context = { dataDirectory: "/nowhere", environment: {} }
  const opened = async (dsn: string): Promise<SessionProvider> => {
    const store = await provider.open(optionsOf({ dsn, connectionTimeout: 5 }), context)
    onTestFinished(() => store.close())
    return store
  }
  const fresh = async (options: { privileges?: string } = {}) => {
    const database = await createDatabase(server, options)
    onTestFinished(() => database.drop())
    return database
  }

  test("the server is not running", async () => {
    const store = await opened("me:hunter2@tcp(127.0.0.1:1)/d")
    const started = Date.now()
    await expect(store.migrate()).rejects.toMatchObject({
      code: "unavailable",
      hint: expect.stringContaining("running"),
    })
    expect(Date.now() - started).toBeLessThan(5000)
  })

  test("wrong password", async () => {
    const { name, user } = await fresh()
    const store = await opened(`${user}:hunter2@tcp(${server.host}:${server.port})/${name}`)
    const error = await store.migrate().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: "authentication_failed", hint: expect.stringContaining("password") })
    expect(String(error)).not.toContain("hunter2")
  })

  test("no such database", async () => {
    const { name, user, password } = await fresh()
    await administrate(server, `GRANT ALL PRIVILEGES ON \`${name}_missing\`.* TO '${user}'@'%'`)
    const store = await opened(`${user}:${password}@tcp(${server.host}:${server.port})/${name}_missing`)
    await expect(store.migrate()).rejects.toMatchObject({ code: "database_not_found" })
  })

  test("no right on the database", async () => {
    const store = await opened((await fresh({ privileges: "" })).dsn())
    await expect(store.migrate()).rejects.toMatchObject({ code: "access_denied" })
  })

  const all = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "INDEX", "REFERENCES"]

  test("eight privileges are enough, and `check` finds nothing missing", async () => {
    const store = await opened((await fresh({ privileges: all.join(", ") })).dsn())
    expect(await store.migrate()).toMatchObject({ pending: [] })
    const { checks } = await store.check()
    expect(checks.filter(({ status }) => status === "error")).toEqual([])
    expect(checks.find(({ name }) => name === "privileges")).toMatchObject({ status: "ok" })
  })

  // MariaDB makes a foreign key without REFERENCES.
  const needed = all.filter((privilege) => privilege !== "REFERENCES" || server.kind === "mysql").slice(1)

  // Migrations delete nothing: without that right, it is the first removal that is refused.
  test.each(needed.filter((privilege) => privilege !== "DELETE"))(
    "without %s the migration says so, `check` too, and the next start with it goes on",
    async (missing) => {
      const database = await fresh({ privileges: all.filter((privilege) => privilege !== missing).join(", ") })
      const store = await opened(database.dsn())
      const error = await store.migrate().catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: "access_denied" })
      const { checks } = await store.check()
      expect(checks.find(({ name }) => name === "privileges")?.message).toContain(missing)
      await administrate(
        server,
        `GRANT ${missing} ON \`${database.name.replaceAll("_", "\\_")}\`.* TO '${database.user}'@'%'`,
      )
      const again = await opened(database.dsn())
      expect(await again.migrate()).toMatchObject({ pending: [] })
    },
  )

  test("a user who does not migrate needs four privileges", async () => {
    const database = await fresh()
    await (await opened(database.dsn())).migrate()
    const pattern = database.name.replaceAll("_", "\\_")
    await administrate(
      server,
      `REVOKE ALL PRIVILEGES ON \`${pattern}\`.* FROM '${database.user}'@'%'`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON \`${pattern}\`.* TO '${database.user}'@'%'`,
    )
    const store = await opened(database.dsn())
    expect(await store.migrate()).toMatchObject({ applied: [], pending: [] })
    expect(await store.listProjects()).toEqual([])
  })

  test("another program's database is left alone", async () => {
    const database = await fresh()
    await administrate(server, `CREATE TABLE \`${database.name}\`.session (id int)`)
    await expect((await opened(database.dsn())).migrate()).rejects.toMatchObject({ code: "foreign_database" })
  })

  test("a DSN that hides single parameters is reported by `check`", async () => {
    const database = await fresh()
    const store = await provider.open(optionsOf({ dsn: database.dsn(), host: "elsewhere" }), context)
    onTestFinished(() => store.close())
    const { checks } = await store.check()
    expect(checks[0]).toMatchObject({ name: "configuration", status: "warning" })
  })

  test("a session variable that the server does not know is named as a mistake in the configuration", async () => {
    const database = await fresh()
    const store = await opened(database.dsn({ parameters: "no_such_variable=1" }))
    await expect(store.migrate()).rejects.toMatchObject({ code: "invalid_configuration" })
  })
})
