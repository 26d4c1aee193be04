import { describeServers } from "session-test-servers/mysql"
import { printRows } from "session-test-suites/print-rows"
import { expect, test } from "vitest"
import { countDeadlocks } from "../support/count-deadlocks.ts"

const seconds = 20

describeServers(
  `processes that change trees of sessions at once for ${seconds} s`,
  (server) => {
    test("never wait for each other in a circle", async () => {
      const { deadlocks, changes } = await countDeadlocks(server, seconds)
      printRows(`Deadlocks in ${seconds} s`, [{ server: server.kind, deadlocks, ...changes }])
      expect(deadlocks).toBe(0)
    })
  },
  { startable: true },
)
