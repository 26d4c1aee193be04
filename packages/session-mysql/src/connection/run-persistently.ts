import { setTimeout as delay } from "node:timers/promises"
import type { DriverRow } from "@opencode/session-core/drizzle"
import { errorNumber } from "../errors/translate-error.ts"
import type { ServerConnection } from "./server-connection.ts"

/** What a statement fails with that met another node's: nothing of it was kept, and it is run again. */
const lostToAnother = [1213, 1020, 3101, 1180]
const attempts = 20
const longestPause = 50

/** Runs a statement that is a transaction of its own. Fails with the driver's errors. */
export async function runPersistently(
  connection: ServerConnection,
  statement: string,
  timeout: number,
): Promise<DriverRow[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [rows = []] = await connection.query([statement], timeout)
      return rows
    } catch (error) {
      if (!lostToAnother.includes(errorNumber(error) ?? 0) || attempt === attempts) throw error
      await delay(longestPause * Math.random())
    }
  }
}
