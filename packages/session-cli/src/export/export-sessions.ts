import { SessionStorageError, type SessionStore } from "@opencode/session-core"

/** `jsonl` is our own: any number of sessions, with their revisions, checksummed. `opencode` is OpenCode's: one session. */
export type ExportFormat = "jsonl" | "opencode"

/** Which sessions, and how. */
export type ExportOptions = { format: ExportFormat } & ({ sessionIds: string[] } | { all: true })

/**
 * The text of an export, in pieces to be written one after the other.
 *
 * Fails with `not_found` for a session that is not in the store's scope, and with `invalid_input` when OpenCode's format,
 * which holds one session, is asked for another number of them.
 */
export async function* exportSessions(_store: SessionStore, options: ExportOptions): AsyncGenerator<string> {
  throw new SessionStorageError("unsupported", `Exporting as ${options.format} is not there yet.`)
}
