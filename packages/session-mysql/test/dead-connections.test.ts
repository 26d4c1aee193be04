import dns, { type LookupAddress } from "node:dns"
import { once } from "node:events"
import { syncBuiltinESMExports } from "node:module"
import { createServer } from "node:net"
import { connectAsAdministrator, describeServers } from "session-test-servers/mysql"
import { failureOf, happens, storeOf, words } from "session-test-suites/calls"
import { soon } from "session-test-support/soon"
import { expect, onTestFinished, test, vi } from "vitest"
import { provider as mysqlProvider } from "../src/index.ts"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"
import { optionsOf } from "./support/options-of.ts"

type Answered = (error: null, addresses: LookupAddress[]) => void

describeServers("connections that lead nowhere", (server) => {
  /** Far less than the 30 s of a call, on a machine that is busy: a second or three where it is not. */
  const answeredSoon = <Result>(call: Promise<Result>): Promise<Result> => soon("the call is answered", call, 15_000)

  test("the first call afterwards is answered soon, and so are those beside it", async () => {
    const { provider, network } = await freshStore(server)
    await apply(provider, "s", [create(), message("m")])
    await Promise.all([1, 2, 3, 4].map((index) => apply(provider, "s", [text("m", `p${index}`, "x")])))
    network.abandonOpen()
    const [revision] = await answeredSoon(
      Promise.all([
        apply(provider, "s", [text("m", "p5", "x")]),
        provider.getSession({ scope, sessionId: "s" }),
        provider.listSessions({ scope, state: "active", limit: 5 }),
      ]),
    )
    expect(revision).toBe(7)
  })

  test("one that dies in the middle of a statement: the write is stored once, and answered soon", async () => {
    const { provider, network } = await freshStore(server, { connectionTimeout: 6 })
    await apply(provider, "s", [create()])
    void network.failNext(/COMMIT/, "unanswered")
    expect(await answeredSoon(apply(provider, "s", [message("m")]))).toBe(2)
    expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 2, messageCount: 1 })
  })

  test("one that nobody used for a while is asked first, and what is asked of it costs nothing when it is dead", async () => {
    const { provider, network, wire } = await freshStore(server)
    await apply(provider, "s", [create()])
    const write = (id: string) => wire.during(() => apply(provider, "s", [message(id)]))
    expect((await write("m1")).map(({ name }) => name)).toEqual(["query"])
    vi.useFakeTimers({ toFake: ["Date"] })
    try {
      vi.setSystemTime(Date.now() + 20_000)
      expect((await write("m2")).map(({ name }) => name)).toEqual(["ping", "query"])
      network.abandonOpen()
      vi.setSystemTime(Date.now() + 20_000)
      const { connections } = wire
      const commands = await write("m3")
      // The settings of the new connection, and the write.
      expect(commands.map(({ name }) => name)).toEqual(["query", "query"])
      expect(wire.connections).toBe(connections + 1)
    } finally {
      vi.useRealTimers()
    }
  })

  test("a reply that streams loses nothing", async () => {
    const { provider, network } = await freshStore(server, { connectionTimeout: 6 })
    const store = storeOf(provider)
    await store.sessions.create({ id: "s" })
    const reply = store.messages.stream("s", { role: "assistant" })
    reply.text("first ")
    await reply.flush()
    network.abandonOpen()
    reply.text("second")
    await reply.complete()
    const { messages } = await store.messages.list("s")
    expect(messages).toMatchObject([{ parts: [{ data: { text: "first second" } }] }])
  })

  test("a statement that the server works on is waited for, and sent once, however long it takes", async () => {
    const { provider, database, wire } = await freshStore(server, { connectionTimeout: 6 })
    await apply(provider, "s", [create(), message("m")])
    const other = await connectAsAdministrator(server)
    try {
      await other.query(`LOCK TABLES \`${database.name}\`.session WRITE`)
      const commands = await wire.during(async () => {
        const writing = apply(provider, "s", [text("m", "p", "waits")])
        // Each time when there was no sign for a second.
        await happens("the server is asked whether it works on it", wire.sent(/PROCESSLIST/, 2))
        await other.query("UNLOCK TABLES")
        expect(await writing).toBe(3)
      })
      expect(commands.filter((command) => command.text.includes("waits"))).toHaveLength(1)
      expect(commands.filter((command) => command.text.includes("PROCESSLIST")).length).toBeGreaterThan(0)
    } finally {
      await other.end()
    }
  })

  test("a laptop that sleeps in the middle of a call: its time is not over when it wakes", async () => {
    const { provider, network } = await freshStore(server, { connectionTimeout: 6 })
    await apply(provider, "s", [create()])
    vi.useFakeTimers({ toFake: ["performance"] })
    try {
      const happened = network.failNext(/COMMIT/, "unanswered")
      const writing = apply(provider, "s", [message("m")])
      await happened
      // Its connection has died meanwhile.
      vi.advanceTimersByTime(3_600_000)
      expect(await writing).toBe(2)
    } finally {
      vi.useRealTimers()
    }
  })

  test("a network that is slow is not one that is dead: 200 ms each way, and nothing is sent twice", async () => {
    const { provider, network, wire } = await freshStore(server)
    network.delay.toServer = 200
    network.delay.toClient = 200
    const commands = await wire.during(async () => {
      await apply(provider, "s", [create(), message("m")])
      await Promise.all([1, 2, 3].map((index) => apply(provider, "s", [text("m", `p${index}`, "needle")])))
    })
    expect(commands.filter((command) => /needle/.test(command.text))).toHaveLength(3)
  })

  test("an error says what became of the write, and the write can be sent again", async () => {
    const { provider, network } = await freshStore(server, { connectionTimeout: 3 })
    const store = storeOf(provider)
    await store.sessions.create({ id: "s" })
    const happened = network.failNext(/COMMIT/, "unanswered")
    network.refuse()
    const append = () => store.messages.append("s", words("once"), { batchId: "mine" })
    const failed = failureOf(append())
    await happened
    // The server has it, and nobody can ask.
    network.resetAll()
    expect(await failed).toMatchObject({ retryable: true, outcome: "unknown" })
    network.refuse(false)
    const { id } = await append()
    const { messages } = await store.messages.list("s")
    expect(messages.map((each) => each.id)).toEqual([id])
  })

  test("of two addresses behind a name, one that takes connections and says nothing is left for the other", async () => {
    const { database, network, openDirectly } = await freshStore(server)
    await (await openDirectly()).close()
    const silent = createServer(() => {})
    silent.listen(network.port, "127.0.0.2")
    await once(silent, "listening")
    const addresses = ["127.0.0.2", "127.0.0.1"].map((address) => ({ address, family: 4 }))
    const lookingUp = vi
      .spyOn(dns, "lookup")
      .mockImplementation(((_name: string, _options: unknown, done: Answered) =>
        done(null, addresses)) as typeof dns.lookup)
    syncBuiltinESMExports()
    onTestFinished(() => {
      lookingUp.mockRestore()
      syncBuiltinESMExports()
      silent.close()
    })
    const dsn = database.dsn({ host: "two.test", port: network.port })
    const options = optionsOf({ dsn, connectionTimeout: 18 })
    const named = await mysqlProvider.open(options, { dataDirectory: "/nowhere", environment: {} })
    onTestFinished(() => named.close())
    expect(await apply(named, "s", [create()])).toBe(1)
    expect(lookingUp).toHaveBeenCalled()
  })

  test("a write that never left is known not to be stored", async () => {
    const { network, open } = await freshStore(server)
    const stranger = await open()
    network.refuse()
    expect(await failureOf(apply(stranger, "s", [create()]))).toMatchObject({
      ...{ code: "unavailable", outcome: "not_written" },
    })
  })
})
