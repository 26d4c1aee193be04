import { describeServers } from "session-test-servers/mysql"
import { expect, test } from "vitest"
import { countDeadlocks } from "./support/count-deadlocks.ts"

describeServers(
  "many processes that change trees of sessions at once",
  (server) => {
    test("never wait for each other in a circle: none of their writes is undone, and takes twice as long", async () => {
      const { deadlocks, changes } = await countDeadlocks(server, 3)
      expect(Object.keys(changes).toSorted()).toEqual([
        "append",
        "create and purge",
        "delete",
        "join",
        "move",
        "rename",
        "restore",
      ])
      expect(deadlocks).toBe(0)
    })
  },
  { startable: true },
)
