import { SessionStorageError, type SessionStore } from "@opencode/session-core"
import { importLines, splitLines } from "@opencode/session-core/transfer"
import { translateFileError } from "../source/file-error.ts"
import { ownExportFormat, ownExportLabel } from "../source/own-export.ts"
import type { TextInput } from "../source/source-input.ts"
import { ImportLog } from "./import-log.ts"
import type { ImportOptions } from "./import-options.ts"
import type { ImportReport } from "./import-report.ts"

/** Imports our own format, whose sessions are stored as they are. */
export async function importJsonLines(
  store: SessionStore,
  input: TextInput,
  { signal, onProgress }: ImportOptions,
): Promise<ImportReport> {
  const { path } = input
  const log = new ImportLog()
  try {
    const report = await importLines(store, splitLines(input.bytes()), {
      signal,
      onProgress: ({ sessions, changes }) => onProgress?.({ sessions, totalSessions: null, changes }),
    })
    Object.assign(log.sessions, report.sessions)
    const { messages, parts, files, removals: removed } = report
    Object.assign(log.written, { messages, parts, files, removed })
    for (const { sessionId, message } of report.problems) log.skippedSession(sessionId, message)
    log.leftOutAliases.push(...report.leftOutAliases)
    for (const { id, sessions } of report.projects) log.project({ id, source: "file" }, sessions)
    return log.report(ownExportFormat, ownExportLabel)
  } catch (error) {
    throw nameFile(translateFileError(error, path), path)
  }
}

/** Core does not know where the lines come from. */
function nameFile(error: unknown, path: string): unknown {
  if (!SessionStorageError.isInstance(error) || (error.code !== "corrupt" && error.code !== "newer_schema"))
    return error
  return new SessionStorageError(error.code, `${path}: ${error.message}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  })
}
