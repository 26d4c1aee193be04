import { setTimeout as sleep } from "node:timers/promises"
import { connectAsAdministrator } from "./connect.ts"
import type { ServerAccess } from "./server-access.ts"

/** Servers start in seconds; this is for machines that are very busy. */
const longestStart = 90_000

/** Waits until the administrator can log in, and gives the server's version. Fails as soon as the server has ended. */
export const waitUntilReady = async (server: ServerAccess, isRunning: () => boolean): Promise<string> => {
  const deadline = performance.now() + longestStart
  for (;;) {
    try {
      const connection = await connectAsAdministrator(server, 5_000)
      try {
        const [rows] = await connection.query("SELECT VERSION() AS version")
        return (rows as { version: string }[])[0]?.version ?? "unknown"
      } finally {
        connection.destroy()
      }
    } catch (error) {
      if (!isRunning()) throw new Error("The server ended while it started.")
      if (performance.now() > deadline) throw error
    }
    // Until the server listens there is nothing to wait on.
    await sleep(20)
  }
}
