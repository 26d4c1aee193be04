import { setTimeout as sleep } from "node:timers/promises"
import {
  administrate,
  connectAsAdministrator,
  createDatabase,
  describeServers,
  type ServerAccess,
  startServer,
} from "session-test-servers/mysql"
import { afterAll, expect, onTestFinished, test } from "vitest"
import { apply, create, type FreshStore, freshStore, message, scope, text } from "./support/fresh-store.ts"
import { printRows } from "./support/print-rows.ts"
import { routerWithoutServer } from "./support/server-errors.ts"
import { type StreamedWrites, streamWrites } from "./support/stream-writes.ts"

interface FaultCase {
  fault: string
  /** Of the DSN. */
  parameters?: string
  connectionTimeout?: number
  strike(store: FreshStore): unknown
  /** How many writes; 12 by default. */
  count?: number
  /** The errors that callers may see; none by default: all get their answers. */
  errors?: string[]
  /** How long a call may take, milliseconds. */
  within: number
}

const refusedFor = 700
/** Another attempt and the pauses between them, on a machine that is busy. Far less than the time-out of 30 s. */
const recovery = 15_000

/** Seconds. The hole outlasts several time-outs, as one of 60 s outlasts those of 10 s. */
const patience = 1
const hole = 6 * patience

const cases: FaultCase[] = [
  { fault: "reset before COMMIT", strike: lose("before"), within: recovery },
  { fault: "reset during COMMIT", strike: lose("during"), within: recovery },
  { fault: "reset after COMMIT: the reply is lost", strike: lose("after"), within: recovery },
  {
    fault: "the reply never comes (readTimeout=300ms)",
    parameters: "readTimeout=300ms",
    strike: lose("unanswered"),
    within: recovery,
  },
  { fault: "all connections reset", strike: ({ network }) => network.resetAll(), within: recovery },
  {
    fault: `connections refused for ${refusedFor} ms`,
    strike({ network }) {
      network.refuse()
      network.resetAll()
      setTimeout(() => network.refuse(false), refusedFor)
    },
    within: refusedFor + recovery,
  },
  {
    fault: `a router without its server for ${refusedFor} ms (2003)`,
    strike({ network }) {
      network.refuse(routerWithoutServer)
      network.resetAll()
      setTimeout(() => network.refuse(false), refusedFor)
    },
    within: refusedFor + recovery,
  },
  {
    fault: "a router that lost its server after COMMIT (2013)",
    strike: ({ network }) => void network.answerNext(/COMMIT/, { errno: 2013, message: "Lost connection" }, "after"),
    within: recovery,
  },
  {
    fault: "ProxySQL without a server (9001)",
    strike: ({ network }) => void network.answerNext(/COMMIT/, { errno: 9001, message: "Max connect timeout" }),
    within: recovery,
  },
  {
    fault: "open connections lead nowhere (VPN, sleep)",
    strike: ({ network }) => network.abandonOpen(),
    // Two seconds of silence come first.
    within: 2000 + 2 * recovery,
  },
  {
    fault: "a black hole for 1 s (connectionTimeout 30 s)",
    strike({ network }) {
      network.blackHole()
      setTimeout(() => network.heal(), 1000)
    },
    within: 1000 + recovery,
  },
  {
    fault: `a black hole for ${hole} s (connectionTimeout ${patience} s)`,
    connectionTimeout: patience,
    strike({ network }) {
      network.blackHole()
      setTimeout(() => network.heal(), hole * 1000)
    },
    // As many as fall into it one after the other, and as many again that come after it.
    count: 4 * (hole / patience),
    errors: ["timeout"],
    // Whoever waited for the network to come back would wait for longer.
    within: (hole - 1) * 1000,
  },
]

function lose(moment: "before" | "during" | "after" | "unanswered") {
  return ({ network }: FreshStore) => {
    // Whoever loses a connection on purpose needs no word of it.
    void network.failNext(/COMMIT/, moment).catch(() => {})
  }
}

const seen: Record<string, string | number>[] = []
afterAll(() => printRows("Faults in the middle of a stream of writes", seen))

function note(server: ServerAccess, fault: string, { errors, slowest, lost, doubled }: StreamedWrites): void {
  const caller = errors.length === 0 ? "its answer" : `${errors.length} × ${errors[0]}`
  seen.push({
    fault,
    server: server.kind,
    "the caller saw": caller,
    "longest call (ms)": slowest,
    "rows lost": lost,
    "rows doubled": doubled,
  })
}

describeServers("faults on the way", (server) => {
  test.each(cases)(
    "$fault: what was acknowledged is there, once, and nobody waits for longer than that",
    async (each) => {
      const { fault, parameters, connectionTimeout, count, errors = [], within, strike } = each
      const store = await freshStore(server, connectionTimeout === undefined ? {} : { connectionTimeout })
      const writer = parameters === undefined ? store.provider : await store.open(parameters)
      // Looks past the network, which may still be broken.
      const reader = await store.openDirectly()
      const writes = await streamWrites(writer, reader, () => strike(store), count)
      note(server, fault, writes)
      expect(writes).toMatchObject({ lost: 0, doubled: 0 })
      expect([...new Set(writes.errors)]).toEqual(errors)
      expect(writes.goesOn, "the last write is answered").toBe(true)
      expect(writes.slowest).toBeLessThan(within)
    },
  )

  test("after a black hole the connection is not used again, and the next call gets its answer", async () => {
    const { provider, network, wire } = await freshStore(server, { connectionTimeout: 3 })
    await apply(provider, "s", [create(), message("m")])
    const { connections } = wire
    network.blackHole()
    await expect(apply(provider, "s", [text("m", "p", "x")])).rejects.toMatchObject({ code: "timeout" })
    network.resetAll()
    network.heal()
    expect(await apply(provider, "s", [text("m", "p", "x")])).toBe(3)
    expect(wire.connections).toBe(connections + 1)
  })

  test("a statement that goes on running after its time-out keeps nobody waiting: its connection is not used again", async () => {
    const { open, database } = await freshStore(server)
    const hasty = await open("readTimeout=1s", { connectionTimeout: 3 })
    await apply(hasty, "s", [create(), message("m")])
    const other = await connectAsAdministrator(server)
    try {
      await other.query(`USE \`${database.name}\`; START TRANSACTION; SELECT id FROM session WHERE id = 's' FOR UPDATE`)
      const writing = apply(hasty, "s", [text("m", "p", "x")], { id: "mine" })
      await expect(writing).rejects.toMatchObject({ code: "timeout" })
      // Behind the statement it would wait until the lock is released, which it is afterwards.
      expect(await hasty.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 2 })
    } finally {
      await other.query("ROLLBACK")
      await other.end()
    }
    // Whether it was done after all is not known; to ask again is safe.
    expect(await apply(hasty, "s", [text("m", "p", "x")], { id: "mine" })).toBe(3)
    expect(await apply(hasty, "s", [text("m", "q", "x")])).toBe(4)
  })

  test("a creation whose reply is lost is there once", async () => {
    const { provider, network } = await freshStore(server)
    await apply(provider, "s", [create()])
    const happened = network.failNext(/COMMIT/, "after")
    expect(await apply(provider, "t", [create(), message("m")])).toBe(2)
    await happened
    expect(await provider.getSession({ scope, sessionId: "t" })).toMatchObject({ revision: 2, messageCount: 1 })
  })

  test("a server that was never there is reported at once, with what to do", async () => {
    const { open, network } = await freshStore(server)
    network.refuse()
    const stranger = await open()
    const started = Date.now()
    await expect(stranger.migrate()).rejects.toMatchObject({ code: "unavailable" })
    // It is not waited for until the time-out of 30 s.
    expect(Date.now() - started).toBeLessThan(15_000)
  })
})

describeServers(
  "a server that goes away in the middle of a stream",
  (shared) => {
    test.each(["restart", "crash", "freeze", "read-only"] as const)(
      "%s: every acknowledged write is there, once",
      async (kind) => {
        const server = await startServer(shared)
        onTestFinished(() => server.close())
        const store = await freshStore(server, {}, await createDatabase(server))
        let back = Promise.resolve()
        const writes = await streamWrites(store.provider, store.provider, async () => {
          if (kind === "read-only") {
            await administrate(server, "SET GLOBAL read_only = 1")
            back = sleep(1000).then(() => administrate(server, "SET GLOBAL read_only = 0"))
            return
          }
          if (kind === "freeze") {
            await server.pause()
            setTimeout(() => void server.resume(), 1000)
            return
          }
          await (kind === "crash" ? server.kill() : server.stop())
          back = server.start()
        })
        await back
        note(shared, kind === "read-only" ? "read-only for 1 s (fail-over)" : `${kind} of the server`, writes)
        expect(writes).toMatchObject({ errors: [], lost: 0, doubled: 0 })
      },
    )
  },
  { startable: true },
)
