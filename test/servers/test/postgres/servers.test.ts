import { existsSync } from "node:fs"
import pg from "pg"
import { expect, onTestFinished, test } from "vitest"
import { connectAsAdministrator, createDatabase, describeServers, startServer } from "../../src/postgres/index.ts"

describeServers("a server for the tests", (server) => {
  test("is PostgreSQL on the loopback interface, on a port of its own", async () => {
    const client = await connectAsAdministrator(server)
    const { rows } = await client.query("SELECT version() AS version, host(inet_server_addr()) AS address")
    await client.end()
    expect(rows).toEqual([{ version: expect.stringContaining(`PostgreSQL ${server.version}`), address: "127.0.0.1" }])
  })

  test("gives a test a database with a user who may enter no other", async () => {
    const [database, other] = [await createDatabase(server), await createDatabase(server)]
    onTestFinished(async () => {
      await database.drop()
      await other.drop()
    })
    const client = new pg.Client(database.url)
    await client.connect()
    await client.query("CREATE TABLE item (id integer)")
    await client.end()
    const elsewhere = new pg.Client(database.url.replace(/[^/]*$/, other.name))
    await expect(elsewhere.connect()).rejects.toMatchObject({ code: "42501" })
  })

  test("lets nobody in without a password", async () => {
    const { host, port, administrator } = server
    const client = new pg.Client({ host, port, user: administrator.user, password: "x", database: "postgres" })
    await expect(client.connect()).rejects.toMatchObject({ code: "28P01" })
  })
})

describeServers(
  "a server of a test's own",
  (shared) => {
    test("takes arguments, keeps what was committed when it is killed, can be paused, and leaves nothing behind", async () => {
      const server = await startServer(shared, { arguments: ["-c", "max_connections=7"] })
      onTestFinished(() => server.close())
      const first = await connectAsAdministrator(server)
      expect((await first.query("SHOW max_connections")).rows).toEqual([{ max_connections: "7" }])
      await first.query("CREATE TABLE item (id integer)")
      await first.query("INSERT INTO item VALUES (7)")
      await server.kill()
      await expect(connectAsAdministrator(server)).rejects.toMatchObject({ code: "ECONNREFUSED" })
      await server.start()
      const second = await connectAsAdministrator(server)
      expect((await second.query("SELECT id FROM item")).rows).toEqual([{ id: 7 }])
      await server.pause()
      let answered = false
      const answer = second.query("SELECT 1").then(() => {
        answered = true
      })
      await expect(connectAsAdministrator(server, { timeout: 300 })).rejects.toThrow("timeout")
      expect(answered).toBe(false)
      await server.resume()
      await answer
      // A client that stays connected does not hold up the end.
      await server.stop()
      await server.start()
      await server.close()
      if (server.dataFolder !== null) expect(existsSync(server.dataFolder)).toBe(false)
    })

    test("fails with what the server said when it does not start", async () => {
      await expect(startServer(shared, { arguments: ["-c", "no_such_setting=1"] })).rejects.toThrow("no_such_setting")
    })
  },
  { startable: true },
)
