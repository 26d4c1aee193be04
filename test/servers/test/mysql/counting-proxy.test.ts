import { createConnection } from "mysql2/promise"
import { expect, test } from "vitest"
import { createDatabase, describeServers } from "../../src/mysql/index.ts"
import { CountingProxy, mysqlProtocol } from "../../src/mysql-proxy/index.ts"

describeServers("counting what clients send", (server) => {
  test("a query, a transaction in one packet and a prepared statement", async () => {
    const database = await createDatabase(server)
    const proxy = await CountingProxy.start(server, mysqlProtocol)
    const connection = await createConnection({
      host: proxy.host,
      port: proxy.port,
      user: database.user,
      password: database.password,
      multipleStatements: true,
    })
    expect(await proxy.count(() => connection.query("SELECT 1"))).toBe(1)
    expect(await proxy.count(() => connection.query("START TRANSACTION; SELECT 1; SELECT 2; COMMIT"))).toBe(1)
    expect(
      await proxy.count(async () => {
        await connection.beginTransaction()
        await connection.query("SELECT ?", ["x".repeat(100_000)])
        await connection.commit()
      }),
    ).toBe(3)
    const prepared = await proxy.during(() => connection.execute("SELECT ?", ["a"]))
    expect(prepared.map(({ name }) => name)).toEqual(["prepare", "execute"])
    expect(prepared[0]?.text).toBe("SELECT ?")
    expect(await proxy.during(() => connection.ping())).toEqual([{ name: "ping", text: "", bytes: 1, packets: 1 }])
    expect(proxy.connections).toBe(1)
    await connection.end()
    await proxy.close()
    await database.drop()
  })
})
