import type { JsonObject } from "@opencode/session-core/provider"
import { openProvider as open } from "../../../session-sqlite/test/open-in-process.ts"

/** Opens SQLite, beside something that nobody stops: the keep-alive of a connection, say. */
export const openProvider = (options: JsonObject) => {
  setInterval(() => {}, 10_000)
  return open(options)
}
