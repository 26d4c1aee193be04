import { existsSync } from "node:fs"
import { createConnection } from "mysql2/promise"
import { expect, test } from "vitest"
import {
  connectAsAdministrator,
  createDatabase,
  describeServers,
  type RunningServer,
  startServer,
} from "../../src/mysql/index.ts"

describeServers("a server for the tests", (server) => {
  test("is of its kind, and its administrator may do anything", async () => {
    const connection = await connectAsAdministrator(server)
    const [rows] = await connection.query("SELECT VERSION() AS version")
    await connection.end()
    expect(rows).toEqual([{ version: server.version }])
    expect(/mariadb/i.test(server.version)).toBe(server.kind === "mariadb")
  })

  test("gives a test a database with a user who sees no other", async () => {
    const database = await createDatabase(server)
    const { host, port } = server
    const connection = await createConnection({ host, port, user: database.user, password: database.password })
    const [rows] = await connection.query("SHOW DATABASES LIKE 'test%'")
    await connection.end()
    await database.drop()
    expect((rows as object[]).map((row) => Object.values(row)[0])).toEqual([database.name])
  })
})

describeServers(
  "a server of a test's own",
  (shared) => {
    test("takes arguments, keeps what was committed when it is killed, can be paused, and leaves nothing behind", async () => {
      const server = await startServer(shared, {
        arguments: [
          "--character-set-server=latin1",
          "--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES",
          "--max-connections=12",
        ],
      })
      const first = await connectAsAdministrator(server)
      const [settings] = await first.query(
        "SELECT @@character_set_server AS c, @@sql_mode LIKE '%ANSI_QUOTES%' AS q, @@max_connections AS m",
      )
      expect(settings).toEqual([{ c: "latin1", q: 1, m: 12 }])
      await first.query(
        "CREATE DATABASE kept; CREATE TABLE kept.item (id INT PRIMARY KEY); INSERT INTO kept.item VALUES (7)",
      )
      first.destroy()
      await server.kill()
      await expect(connectAsAdministrator(server)).rejects.toMatchObject({ code: "ECONNREFUSED" })
      await server.start({ arguments: ["--read-only=ON", "--max-allowed-packet=1M"] })
      const second = await connectAsAdministrator(server)
      expect((await second.query("SELECT id FROM kept.item"))[0]).toEqual([{ id: 7 }])
      expect((await second.query("SELECT @@read_only AS r, @@max_allowed_packet AS p"))[0]).toEqual([
        { r: 1, p: 1048576 },
      ])
      second.destroy()
      await server.stop()
      await server.start()
      await answersNothingWhilePaused(server)
      await server.close()
      if (server.dataFolder !== null) expect(existsSync(server.dataFolder)).toBe(false)
    })

    test("fails with what the server said when it does not start", async () => {
      await expect(startServer(shared, { arguments: ["--no-such-argument"] })).rejects.toThrow("no-such-argument")
    })
  },
  { startable: true },
)

async function answersNothingWhilePaused(server: RunningServer): Promise<void> {
  const connection = await connectAsAdministrator(server)
  await server.pause()
  let answered = false
  const answer = connection.query("DO 1").then(() => {
    answered = true
  })
  await expect(connectAsAdministrator(server, 300)).rejects.toMatchObject({ code: "ETIMEDOUT" })
  expect(answered).toBe(false)
  await server.resume()
  await answer
  connection.destroy()
}
