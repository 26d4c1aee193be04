import { type HealthCheck, SessionStorageError } from "@opencode/session-core/provider"
import { failedCheck } from "@opencode/session-core/server"
import type { EmbeddedDatabase } from "../connection/embedded-database.ts"

/** Looks at a database within the process. */
export async function checkEmbedded(database: EmbeddedDatabase): Promise<HealthCheck[]> {
  try {
    const [row = {}] = await database.ask("SELECT current_setting('server_version') AS version")
    return [{ name: "server", status: "ok", message: `PGlite, PostgreSQL ${row.version}: ${database.location}` }]
  } catch (error) {
    if (SessionStorageError.isInstance(error, "closed")) throw error
    return [failedCheck("server", error)]
  }
}
