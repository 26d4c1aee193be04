import {
  administrate,
  connectAsAdministrator,
  createDatabase,
  describeServers,
  type RunningServer,
  startServer,
} from "session-test-servers/mysql"
import { failureOf, storeOf } from "session-test-suites/calls"
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest"
import { apply, create, freshStore, message, scope } from "./support/fresh-store.ts"

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
      const { provider, wire } = await freshStore(server, {}, await createDatabase(server))
      await apply(provider, "s", [create()])
      await administrate(server, "SET GLOBAL offline_mode = ON")
      const { connections } = wire
      const writing = apply(provider, "s", [message("m")])
      const reading = provider.getSession({ scope, sessionId: "s" })
      // For each, one that was refused.
      await expect.poll(() => wire.connections).toBeGreaterThan(connections + 1)
      await administrate(server, "SET GLOBAL offline_mode = OFF")
      expect(await writing).toBe(2)
      expect(await reading).toMatchObject({ id: "s" })
    })
  },
  { startable: true },
)
