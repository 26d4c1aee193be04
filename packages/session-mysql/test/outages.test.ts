import dns, { type LookupAddress } from "node:dns"
import { once } from "node:events"
import { syncBuiltinESMExports } from "node:module"
import { createServer } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { createSessionStore, type SessionStore } from "@opencode/session-core"
import type { SessionProvider } from "@opencode/session-core/provider"
import { createConnection } from "mysql2/promise"
import {
  administrate,
  connectAsAdministrator,
  createDatabase,
  describeServers,
  type RunningServer,
  startServer,
} from "session-test-servers/mysql"
import { soon as withinTime } from "session-test-support/soon"
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest"
import { provider as mysqlProvider } from "../src/index.ts"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"
import { optionsOf } from "./support/options-of.ts"
import { passingErrors, routerWithoutServer } from "./support/server-errors.ts"

type Answered = (error: null, addresses: LookupAddress[]) => void

const storeOf = (provider: SessionProvider): SessionStore => createSessionStore({ provider, scope, author: null })

/** A call has thirty seconds, and a test three minutes. */
const happens = <Result>(what: string, promise: Promise<Result>): Promise<Result> => withinTime(what, promise, 60_000)

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

const words = (content: string) => ({ role: "user" as const, parts: [{ type: "text" as const, text: content }] })

describeServers("a server that is away for a while", (server) => {
  test.each(passingErrors)(
    "%s reaches no caller, and nothing is lost or stored twice",
    async (_name, error, moment) => {
      const { provider, network } = await freshStore(server)
      await apply(provider, "s", [create()])
      const happened = network.answerNext(/COMMIT/, error, moment)
      expect(await apply(provider, "s", [message("m"), text("m", "p", "x")])).toBe(3)
      await happened
      const asked = network.answerNext(/SELECT|select/, error)
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 3, messageCount: 1 })
      await asked
    },
  )

  test("behind a router: writers wait, a reply that streams loses no word, a watch goes on", async () => {
    const { provider, network, openDirectly } = await freshStore(server)
    const store = storeOf(provider)
    const { id } = await store.sessions.create({ title: "fail-over" })
    const controller = new AbortController()
    const seen: number[] = []
    const watching = (async () => {
      for await (const change of store.sessions.watch(id, { signal: controller.signal })) seen.push(change.revision)
    })()
    const reply = store.messages.stream(id, { role: "assistant" })
    reply.text("before, ")
    await reply.flush()
    network.refuse(routerWithoutServer)
    network.resetAll()
    const writes = [0, 1, 2].map((index) => store.messages.append(id, words(`${index}`)))
    for (let index = 0; index < 10; index += 1) {
      reply.text(`${index} `)
      await sleep(50)
    }
    network.refuse(false)
    await happens("the writers' calls are answered", Promise.all(writes))
    reply.text("after")
    await happens("the reply is stored", reply.complete())
    const reader = storeOf(await openDirectly())
    const { messages } = await reader.messages.list(id)
    expect(messages.map(({ parts }) => parts.map(({ data }) => data.text).join("")).toSorted()).toEqual([
      ...["0", "1", "2", "before, 0 1 2 3 4 5 6 7 8 9 after"],
    ])
    const { revision } = await reader.sessions.require(id)
    await expect.poll(() => seen.at(-1), { timeout: 60_000 }).toBe(revision)
    controller.abort()
    await happens("the abort ends the watch", watching)
    // In order, and none twice.
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b))
  })

  test("longer than a call waits: the reply that streams is kept and stored, though each of its tries fails", async () => {
    const { network, open, openDirectly } = await freshStore(server)
    const impatient = await open("parseTime=true", { connectionTimeout: 2 })
    const store = storeOf(impatient)
    await store.sessions.create({ id: "s" })
    const reply = store.messages.stream("s", { role: "assistant" })
    network.refuse(routerWithoutServer)
    network.resetAll()
    reply.text("kept")
    expect(await failureOf(store.sessions.require("s"))).toMatchObject({ code: "unavailable", retryable: true })
    const completed = reply.complete()
    await sleep(1000)
    network.refuse(false)
    await happens("the reply is stored", completed)
    const { messages } = await storeOf(await openDirectly()).messages.list("s")
    expect(messages).toMatchObject([{ completedAt: expect.any(Number), parts: [{ data: { text: "kept" } }] }])
  })

  test("a process that has only read so far waits with its first write, too", async () => {
    const { network, open } = await freshStore(server)
    const reader = await open()
    expect(await reader.getSession({ scope, sessionId: "s" })).toBeNull()
    network.refuse()
    network.resetAll()
    setTimeout(() => network.refuse(false), 500)
    expect(await apply(reader, "s", [create()])).toBe(1)
  })

  test("a process that starts meanwhile waits for the server behind the router, and is told when it does not come", async () => {
    const { network, open } = await freshStore(server)
    network.refuse(routerWithoutServer)
    const hasty = await open("parseTime=true", { connectionTimeout: 1 })
    expect(await failureOf(hasty.migrate())).toMatchObject({
      ...{ code: "unavailable", hint: expect.stringContaining("proxy or router") },
    })
    const patient = await open()
    setTimeout(() => network.refuse(false), 500)
    expect(await patient.getSession({ scope, sessionId: "s" })).toBeNull()
  })
})

describeServers("connections that lead nowhere", (server) => {
  /** Far less than the 30 s of a call, on a machine that is busy: a second or three where it is not. */
  const soon = 15_000

  test("the first call afterwards is answered soon, and so are those beside it", async () => {
    const { provider, network } = await freshStore(server)
    await apply(provider, "s", [create(), message("m")])
    await Promise.all([1, 2, 3, 4].map((index) => apply(provider, "s", [text("m", `p${index}`, "x")])))
    network.abandonOpen()
    const started = performance.now()
    const answers = await Promise.all([
      apply(provider, "s", [text("m", "p5", "x")]),
      provider.getSession({ scope, sessionId: "s" }),
      provider.listSessions({ scope, state: "active", limit: 5 }),
    ])
    expect(performance.now() - started).toBeLessThan(soon)
    expect(answers[0]).toBe(7)
  })

  test("one that dies in the middle of a statement: the write is stored once, and answered soon", async () => {
    const { provider, network } = await freshStore(server, { connectionTimeout: 6 })
    await apply(provider, "s", [create()])
    void network.failNext(/COMMIT/, "unanswered")
    const started = performance.now()
    expect(await apply(provider, "s", [message("m")])).toBe(2)
    expect(performance.now() - started).toBeLessThan(soon)
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
        // Over a second without a sign, and over another after the first results.
        await sleep(2500)
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

describeServers("a server that takes no further connection", (server) => {
  /** Of the database's user, at a time. */
  const limit = async (user: string, count: number) =>
    administrate(server, `ALTER USER '${user}'@'%' WITH MAX_USER_CONNECTIONS ${count}`)

  test("callers wait for the connections that are open, and do not besiege it", async () => {
    const { provider, database, wire } = await freshStore(server)
    await apply(provider, "s", [create()])
    await limit(database.user, 3)
    const { connections } = wire
    const count = 40
    await Promise.all(Array.from({ length: count }, (_, index) => apply(provider, "s", [message(`m${index}`)])))
    expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ messageCount: count })
    // A burst finds out once; then what is open is used.
    expect(wire.connections - connections).toBeLessThanOrEqual(12)
  })

  test("when others have them all, callers wait until one is free, one at a time", async () => {
    const { provider, database, openDirectly } = await freshStore(server)
    await apply(provider, "s", [create()])
    await provider.close()
    await limit(database.user, 1)
    const { host, port } = server
    const { user, password } = database
    const other = await createConnection({ host, port, user, password })
    const waiting = await openDirectly()
    const writes = Promise.all([1, 2, 3].map((index) => apply(waiting, "s", [message(`m${index}`)])))
    await sleep(500)
    await other.end()
    const revisions = await happens("the connection that is free serves every caller", writes)
    expect(revisions.toSorted()).toEqual([2, 3, 4])
  })

  test("a process that had them all leaves some to the next one", async () => {
    const { provider, database, openDirectly } = await freshStore(server)
    await apply(provider, "s", [create()])
    await limit(database.user, 3)
    await Promise.all(Array.from({ length: 12 }, (_, index) => apply(provider, "s", [message(`m${index}`)])))
    // Within its 30 seconds, though idle connections are kept for a minute.
    expect(await apply(await openDirectly(), "s", [message("next")])).toBe(14)
  })

  test("a limit that stays is reported as that, when the time of the call is up", async () => {
    const { provider, database, open, wire } = await freshStore(server)
    await apply(provider, "s", [create()])
    await provider.close()
    await limit(database.user, 1)
    const { host, port } = server
    const { user, password } = database
    const other = await createConnection({ host, port, user, password })
    onTestFinished(() => other.end())
    const waiting = await open("parseTime=true", { connectionTimeout: 5 })
    const { connections } = wire
    const calls = Array.from({ length: 10 }, (_, index) => failureOf(apply(waiting, "s", [message(`m${index}`)])))
    const failures = await happens("every caller is told", Promise.all(calls))
    for (const failure of failures) {
      expect(failure).toMatchObject({
        ...{ code: "too_many_connections", outcome: "not_written", hint: expect.stringContaining("max_connections") },
      })
    }
    // Ten callers, five seconds: each of them trying as fast as it can would be hundreds.
    expect(wire.connections - connections).toBeLessThanOrEqual(100)
  })
})

describeServers(
  "a server that somebody maintains",
  (shared) => {
    let server: RunningServer
    beforeAll(async () => {
      server = await startServer(shared)
    })
    afterAll(() => server.close())

    test("takes no writes for a moment: writers wait for it, and a process that never wrote is told at once", async () => {
      const { provider, open, openDirectly } = await freshStore(server, {}, await createDatabase(server))
      // Long enough for several tries on a busy machine: the last one is cut off when the time is over.
      const hasty = await open("parseTime=true", { connectionTimeout: 6 })
      await apply(provider, "s", [create()])
      await apply(hasty, "t", [create()])
      const stranger = await openDirectly()
      await administrate(server, "SET GLOBAL read_only = 1")
      // The tests after this one use the same server.
      onTestFinished(() => administrate(server, "SET GLOBAL read_only = 0"))
      expect(await failureOf(apply(stranger, "u", [create()]))).toMatchObject({
        ...{ code: "read_only", retryable: false, outcome: "not_written" },
      })
      const started = performance.now()
      // A process that wrote before: it may be a fail-over.
      expect(await failureOf(apply(hasty, "t", [message("never")]))).toMatchObject({
        ...{ code: "read_only", retryable: true, outcome: "not_written" },
      })
      expect(performance.now() - started).toBeGreaterThan(1000)
      const reply = storeOf(hasty).messages.stream("s", { role: "assistant" })
      reply.text("kept")
      const writing = apply(provider, "s", [message("m")])
      await administrate(server, "SET GLOBAL read_only = 0")
      expect(await writing).toBeGreaterThan(1)
      await reply.complete()
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ messageCount: 2 })
    })

    test("ends all connections again and again: no caller sees it", async () => {
      const { provider } = await freshStore(server, {}, await createDatabase(server))
      await apply(provider, "s", [create()])
      const administrator = await connectAsAdministrator(server)
      onTestFinished(() => administrator.end())
      const kill = async () => {
        const [rows] = await administrator.query("SHOW PROCESSLIST")
        for (const { Id, User } of rows as { Id: number; User: string }[]) {
          // Those that have ended in between are gone.
          if (User.startsWith("test_")) await administrator.query(`KILL ${Id}`).catch(() => {})
        }
      }
      for (let round = 0; round < 5; round += 1) {
        const writes = [0, 1, 2, 3].map((index) => apply(provider, "s", [message(`m${round}-${index}`)]))
        await kill()
        await Promise.all(writes)
      }
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ messageCount: 20, revision: 21 })
    })

    // MariaDB has no such mode.
    const testOffline = shared.kind === "mysql" ? test : undefined
    testOffline?.("is in offline mode for a moment: writers and readers wait for it", async () => {
      const { provider } = await freshStore(server, {}, await createDatabase(server))
      await apply(provider, "s", [create()])
      await administrate(server, "SET GLOBAL offline_mode = ON")
      const writing = apply(provider, "s", [message("m")])
      const reading = provider.getSession({ scope, sessionId: "s" })
      await sleep(500)
      await administrate(server, "SET GLOBAL offline_mode = OFF")
      expect(await writing).toBe(2)
      expect(await reading).toMatchObject({ id: "s" })
    })
  },
  { startable: true },
)
