import { randomUUID } from "node:crypto"
import { type DriverRow, descriptionOf, sessionTables } from "@opencode/session-core/drizzle"
import type { HealthCheck } from "@opencode/session-core/provider"
import { errorNumber, meaningOf } from "../errors/translate-error.ts"

const variables =
  "SHOW VARIABLES WHERE Variable_name IN ('read_only', 'super_read_only', 'innodb_read_only') AND Value NOT IN ('0', 'OFF')"

/**
 * Says whether the server takes writes, by a row that is taken back: its variables do not tell everything. A reader of Aurora
 * has `read_only` off.
 */
export async function checkWrites(
  run: (...statements: string[]) => Promise<DriverRow[][]>,
  hasTables: boolean,
): Promise<HealthCheck> {
  const [set = []] = await run(variables)
  const names = set.map((row) => String(row.Variable_name)).join(", ")
  if (hasTables) {
    try {
      await run("START TRANSACTION", insertion(), "ROLLBACK")
      return { name: "writes", status: "ok", message: "the server takes writes" }
    } catch (error) {
      if (errorNumber(error) === undefined) throw error
      await run("ROLLBACK").catch(() => {})
      // A missing right is another check's.
      if (meaningOf(error)?.code === "access_denied") {
        return names === "" ? { name: "writes", status: "ok", message: "the server is not read-only" } : readOnly(names)
      }
      const details = error instanceof Error ? error.message : String(error)
      if (names !== "" || meaningOf(error)?.code === "read_only") return readOnly(names || details)
      return { name: "writes", status: "error", message: `the server refuses a write: ${details}` }
    }
  }
  return names === "" ? { name: "writes", status: "ok", message: "the server takes writes" } : readOnly(names)
}

const insertion = (): string =>
  `INSERT INTO \`${descriptionOf(sessionTables.receipt).name}\` (session_id, id, revision, created_at) VALUES ('', '${randomUUID()}', 0, 0)`

const readOnly = (why: string): HealthCheck => ({
  name: "writes",
  status: "error",
  message: `the server is read-only (${why})`,
  hint: "Configure the server that takes writes.",
})
