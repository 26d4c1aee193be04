import { setTimeout as sleep } from "node:timers/promises"
import { kinds } from "../kinds/kinds.ts"
import type { ServerAccess } from "../kinds/server-access.ts"

/** Servers start in seconds; this is for machines that are very busy. */
const longestStart = 90_000
const longestAttempt = 5_000

/** Waits until the administrator can log in, and gives the server's version. Fails as soon as the server has ended. */
export const waitUntilReady = async (server: ServerAccess, isRunning: () => boolean): Promise<string> => {
  const deadline = performance.now() + longestStart
  for (;;) {
    try {
      return await kinds[server.kind].versionOf(server, longestAttempt)
    } catch (error) {
      if (!isRunning()) throw new Error("The server ended while it started.")
      if (performance.now() > deadline) throw error
    }
    // Until the server listens there is nothing to wait on.
    await sleep(20)
  }
}
