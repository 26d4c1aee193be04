import { SessionStorageError, type SessionStore } from "@opencode/session-core"
import { exportLines } from "@opencode/session-core/transfer"
import { exportToHtml, exportToMarkdown } from "@opencode/session-export"
import { type ExportToOpenCodeOptions, exportToOpenCode } from "@opencode/session-opencode"

/**
 * `jsonl` is our own: any number of sessions, with their revisions, checksummed. `opencode` is OpenCode's: one session. `markdown` and
 * `html` are for people.
 */
export type ExportFormat = "jsonl" | "opencode" | "markdown" | "html"

/** Which sessions, and how. */
export type ExportOptions = { format: ExportFormat; openCode?: ExportToOpenCodeOptions } & (
  | { sessionIds: string[] }
  | { all: true }
)

/**
 * The text of an export, in pieces to be written one after the other. Memory holds a page of it.
 *
 * `all` leaves deleted sessions out. Fails with `not_found` for a session that is not in the store's scope, and with
 * `invalid_input` when OpenCode's format, which holds one session, is asked for another number of them.
 */
export function exportSessions(store: SessionStore, options: ExportOptions): AsyncIterable<string> {
  const which = "sessionIds" in options ? { sessionIds: options.sessionIds } : {}
  if (options.format === "jsonl") return exportLines(store, which)
  if (options.format === "markdown") return exportToMarkdown(store, which)
  if (options.format === "html") return exportToHtml(store, which)
  const sessionIds = "sessionIds" in options ? options.sessionIds : []
  const [sessionId] = sessionIds
  if (sessionId !== undefined && sessionIds.length === 1) return exportToOpenCode(store, sessionId, options.openCode)
  const asked = "all" in options ? "all sessions were" : `${sessionIds.length} were`
  throw new SessionStorageError("invalid_input", `OpenCode's format holds one session; ${asked} asked for.`, {
    hint: "Name one session, or export JSON Lines.",
  })
}
