import type { HealthReport } from "@opencode/session-core/provider"
import type { ExampleConnection } from "./connection.ts"

/** What `doctor` shows. */
export async function checkDatabase(connection: ExampleConnection): Promise<HealthReport> {
  const [row] = await connection.transaction("read", (run) => run("select version() as version"))
  return { checks: [{ name: "version", status: "ok", message: String(row?.version) }] }
}
