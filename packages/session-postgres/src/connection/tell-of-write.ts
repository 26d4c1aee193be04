import type { SqlCommand } from "@opencode/session-core/drizzle"
import { constantStatement } from "./plain-statement.ts"

/** The database's own; the schema is what it says. */
export const channel = "opencode_session"

/**
 * Tells other processes of a write. It is a transaction of its own, sent along with the write's: the server lets one transaction at
 * a time commit that tells something, and a write's waits for the disk.
 */
export const tellOfWrite = (schema: string): SqlCommand =>
  constantStatement(`SELECT pg_notify('${channel}', '${schema.replaceAll("'", "''")}')`)
