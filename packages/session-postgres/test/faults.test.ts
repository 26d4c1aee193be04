import { setTimeout as sleep } from "node:timers/promises"
import { administrate, createDatabase, describeServers, startServer } from "session-test-servers/postgres"
import type { ServerError } from "session-test-servers/postgres-proxy"
import { describeFaults, type FaultCase, noteFault, recovery, refusedFor } from "session-test-suites/faults"
import { streamWrites } from "session-test-suites/stream-writes"
import { expect, onTestFinished, test } from "vitest"
import { freshStore } from "./support/fresh-store.ts"

const starting: ServerError = { sqlState: "57P03", message: "the database system is starting up", severity: "FATAL" }

/** A write is one transaction that ends with what tells others of it, or with its receipt. */
const endOfWrite = /into "batch"|opencode_/

const further: FaultCase<ServerError>[] = [
  {
    fault: `a server that starts for ${refusedFor} ms (57P03)`,
    strike({ network }) {
      network.refuse(starting)
      network.resetAll()
      setTimeout(() => network.refuse(false), refusedFor)
    },
    within: refusedFor + recovery,
  },
  {
    fault: "a server that shuts down after the commit (57P01)",
    strike: ({ network }) =>
      void network.answerNext(
        endOfWrite,
        { sqlState: "57P01", message: "terminating connection due to administrator command", severity: "FATAL" },
        "after",
      ),
    within: recovery,
  },
  {
    fault: "a serialization failure (40001)",
    strike: ({ network }) =>
      void network.answerNext(endOfWrite, { sqlState: "40001", message: "could not serialize access" }),
    within: recovery,
  },
]

describeServers("faults on the way", (server) =>
  describeFaults("postgres", (options) => freshStore(server, options), { endOfWrite, further }),
)

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
            await administrate(server, "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
            back = sleep(1000).then(() =>
              administrate(server, "ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()"),
            )
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
        noteFault(
          "postgres",
          kind === "read-only" ? "read-only by its configuration for 1 s" : `${kind} of the server`,
          writes,
        )
        expect(writes).toMatchObject({ errors: [], lost: 0, doubled: 0 })
      },
    )
  },
  { startable: true },
)
