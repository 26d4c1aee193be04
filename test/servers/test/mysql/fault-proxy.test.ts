import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"
import { createConnection, type RowDataPacket } from "mysql2/promise"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest"
import {
  administrate,
  clientsGone,
  connectAsAdministrator,
  createDatabase,
  describeServers,
  type TestDatabase,
} from "../../src/mysql/index.ts"
import {
  type AnswerMoment,
  type FaultMoment,
  FaultProxy,
  mysqlProtocol,
  type ServerError,
} from "../../src/mysql-proxy/index.ts"

describe("with any protocol", () => {
  let echo: Server
  let proxy: FaultProxy<ServerError>
  const clients: Socket[] = []
  beforeAll(async () => {
    echo = createServer((socket) => socket.on("error", () => {}).pipe(socket)).listen(0, "127.0.0.1")
    await once(echo, "listening")
  })
  beforeEach(async () => {
    proxy = await FaultProxy.start({ host: "127.0.0.1", port: (echo.address() as AddressInfo).port }, mysqlProtocol)
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy()
    await proxy.close()
  })
  afterAll(() => void echo.close())

  const open = async (): Promise<Socket> => {
    const client = connect({ host: proxy.host, port: proxy.port })
    clients.push(client)
    await once(client, "connect")
    return client
  }
  /** The next text from the server. */
  const hear = async (client: Socket): Promise<string> => {
    const [bytes] = await once(client, "data")
    return String(bytes)
  }

  test("passes on what both sides say", async () => {
    const client = await open()
    client.write("hello")
    expect(await hear(client)).toBe("hello")
    expect(proxy.connections).toBe(1)
    client.end()
    await once(client, "close")
  })

  test("delays each direction", async () => {
    proxy.delay.toServer = 30
    proxy.delay.toClient = 40
    const client = await open()
    const start = performance.now()
    client.write("hello")
    await hear(client)
    // Each of the two timers may fire a millisecond early.
    expect(performance.now() - start).toBeGreaterThanOrEqual(68)
  })

  test("a black hole keeps what is sent until it is healed", async () => {
    const client = await open()
    proxy.blackHole()
    client.write("hello")
    await expect(once(client, "data", { signal: AbortSignal.timeout(100) })).rejects.toThrow("aborted")
    proxy.heal()
    expect(await hear(client)).toBe("hello")
  })

  test("refuses new connections and keeps the open ones", async () => {
    const client = await open()
    client.write("hello")
    await hear(client)
    proxy.refuse()
    const refused = connect({ host: proxy.host, port: proxy.port })
    await expect(once(refused, "data")).rejects.toMatchObject({ code: "ECONNRESET" })
    client.write("again")
    expect(await hear(client)).toBe("again")
    proxy.refuse(false)
    ;(await open()).write("new")
  })

  test.each(["toServer", "toClient"] as const)("resets after some bytes %s", async (direction) => {
    const client = await open()
    const happened = proxy.resetAfter(7, direction)
    client.write("hello")
    expect(await hear(client)).toBe("hello")
    const reset = once(client, "end")
    client.write("hello")
    await expect(reset).rejects.toMatchObject({ code: "ECONNRESET" })
    await happened
  })

  test("resets all connections", async () => {
    const client = await open()
    client.write("hello")
    await hear(client)
    const reset = once(client, "end")
    proxy.resetAll()
    await expect(reset).rejects.toMatchObject({ code: "ECONNRESET" })
  })
})

describeServers("with a server", (server) => {
  let proxy: FaultProxy<ServerError>
  let database: TestDatabase
  beforeAll(async () => {
    database = await createDatabase(server)
    await administrate(server, `CREATE TABLE ${database.name}.item (id INT PRIMARY KEY)`)
  })
  afterAll(() => database.drop())
  beforeEach(async () => {
    proxy = await FaultProxy.start(server, mysqlProtocol)
    await administrate(server, `DELETE FROM ${database.name}.item`)
  })
  afterEach(async () => {
    await proxy.close()
    await whenServerIsIdle()
  })

  const open = () =>
    createConnection({
      host: proxy.host,
      port: proxy.port,
      user: database.user,
      password: database.password,
      database: database.name,
      multipleStatements: true,
    })
  /** On a busy machine the server goes on with what a lost client had sent: the next test would meet its rows. */
  const whenServerIsIdle = async (): Promise<void> => {
    const connection = await connectAsAdministrator(server)
    expect(await clientsGone(connection, database.name, 30_000)).toBe(true)
    connection.destroy()
  }
  const idsOnServer = async (): Promise<number[]> => {
    const connection = await connectAsAdministrator(server)
    const [rows] = await connection.query<RowDataPacket[]>(`SELECT id FROM ${database.name}.item ORDER BY id`)
    connection.destroy()
    return rows.map(({ id }) => Number(id))
  }

  test.each<[FaultMoment, number[]]>([
    ["before", [1]],
    ["after", [1, 2, 3]],
  ])("resets %s a COMMIT", async (moment, ids) => {
    const connection = await open()
    connection.on("error", () => {})
    await connection.query("INSERT INTO item VALUES (1)")
    const happened = proxy.failNext(/COMMIT/i, moment)
    const lost = connection.query(
      "START TRANSACTION; SELECT 'a' AS a UNION ALL SELECT 'b'; INSERT INTO item VALUES (2); INSERT INTO item VALUES (3); COMMIT",
    )
    await expect(lost).rejects.toMatchObject({ code: "ECONNRESET" })
    await happened
    // The server has answered in full, or never got it: nothing is left to wait for.
    expect(await idsOnServer()).toEqual(ids)
  })

  test("resets during a COMMIT: the client does not know, and nothing is half done", async () => {
    const connection = await open()
    connection.on("error", () => {})
    const happened = proxy.failNext(({ text }) => text.includes("COMMIT"), "during")
    const lost = connection.query(
      "DO SLEEP(0.1); START TRANSACTION; INSERT INTO item VALUES (2); INSERT INTO item VALUES (3); COMMIT",
    )
    await expect(lost).rejects.toMatchObject({ code: "ECONNRESET" })
    await happened
    await whenServerIsIdle()
    expect([[], [2, 3]]).toContainEqual(await idsOnServer())
  })

  test("an answer that never comes: it is done, and the client waits as long as it wants to", async () => {
    const connection = await open()
    connection.on("error", () => {})
    const happened = proxy.failNext(/INSERT/, "unanswered")
    const lost = connection.query({ sql: "INSERT INTO item VALUES (4)", timeout: 200 })
    await expect(lost).rejects.toMatchObject({ code: "PROTOCOL_SEQUENCE_TIMEOUT" })
    await happened
    expect(await idsOnServer()).toEqual([4])
    connection.destroy()
  })

  test.each<[AnswerMoment, number[]]>([
    ["instead", []],
    ["after", [5, 6]],
  ])("answers with an error %s, and the connection goes on", async (moment, ids) => {
    const connection = await open()
    const happened = proxy.answerNext(/COMMIT/, { errno: 2013, message: "Lost connection", sqlState: "08S01" }, moment)
    const answered = connection.query("START TRANSACTION; INSERT INTO item VALUES (5), (6); SELECT 'a'; COMMIT")
    await expect(answered).rejects.toMatchObject({ errno: 2013, sqlState: "08S01", message: "Lost connection" })
    await happened
    expect(await idsOnServer()).toEqual(ids)
    const [rows] = await connection.query("SELECT 1 AS one")
    expect(rows).toEqual([{ one: 1 }])
    await connection.end()
  })

  test("greets with an error in the server's place, as a router does", async () => {
    proxy.refuse({ errno: 2003, message: "Can't connect to remote MySQL server" })
    await expect(open()).rejects.toMatchObject({ errno: 2003, message: "Can't connect to remote MySQL server" })
    proxy.refuse(false)
    await (await open()).end()
  })

  test("leads open connections nowhere: nothing gets through, nobody is told, and new ones work", async () => {
    const connection = await open()
    connection.on("error", () => {})
    proxy.abandonOpen()
    const lost = connection.query({ sql: "INSERT INTO item VALUES (7)", timeout: 200 })
    await expect(lost).rejects.toMatchObject({ code: "PROTOCOL_SEQUENCE_TIMEOUT" })
    expect(await idsOnServer()).toEqual([])
    const other = await open()
    await other.query("INSERT INTO item VALUES (8)")
    expect(await idsOnServer()).toEqual([8])
    connection.destroy()
    await other.end()
  })

  test("says when it cannot see commands", async () => {
    const happened = proxy.failNext(/COMMIT/, "after")
    const impossible = expect(happened).rejects.toThrow("cannot be seen")
    const connection = await createConnection({
      host: proxy.host,
      port: proxy.port,
      user: database.user,
      password: database.password,
      compress: true,
    })
    connection.destroy()
    await impossible
  })
})
