import { setTimeout as sleep } from "node:timers/promises"
import {
  administrate,
  connectAsAdministrator,
  createDatabase,
  describeServers,
  startServer,
} from "session-test-servers/mysql"
import type { ServerError } from "session-test-servers/mysql-proxy"
import { describeFaults, type FaultCase, lose, noteFault, recovery, refusedFor } from "session-test-suites/faults"
import { streamWrites } from "session-test-suites/stream-writes"
import { expect, onTestFinished, test } from "vitest"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"
import { routerWithoutServer } from "./support/server-errors.ts"

/** What only proxies of MySQL do. */
const further: FaultCase<ServerError>[] = [
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
]

describeServers("faults on the way", (server) => {
  describeFaults(server.kind, (options) => freshStore(server, options), { endOfWrite: /COMMIT/, further })

  test("the reply never comes, and the DSN has readTimeout=300ms: what was acknowledged is there, once", async () => {
    const store = await freshStore(server)
    const writer = await store.open("readTimeout=300ms")
    const reader = await store.openDirectly()
    const writes = await streamWrites(writer, reader, () => lose(/COMMIT/, "unanswered")(store))
    noteFault(server.kind, "the reply never comes (readTimeout=300ms)", writes)
    expect(writes).toMatchObject({ errors: [], lost: 0, doubled: 0, goesOn: true })
    expect(writes.slowest).toBeLessThan(recovery)
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
        noteFault(shared.kind, kind === "read-only" ? "read-only for 1 s (fail-over)" : `${kind} of the server`, writes)
        expect(writes).toMatchObject({ errors: [], lost: 0, doubled: 0 })
      },
    )
  },
  { startable: true },
)
