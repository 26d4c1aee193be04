import type { JsonObject } from "@opencode/session-core/provider"
import { apply, create } from "session-test-suites/fresh-changes"
import { openProvider } from "./open-in-process.ts"

/*
 * A process that opens the database of each message that it gets, migrates and writes, and answers with null or with what
 * went wrong.
 */

process.on("message", async (options: JsonObject) => {
  try {
    const provider = await openProvider(options)
    await provider.migrate()
    await apply(provider, `s${process.pid}`, [create()])
    await provider.close()
    process.send?.(null)
  } catch (error) {
    process.send?.(String(error))
  }
})
