import { SessionStorageError } from "@opencode/session-core"
import { ownExportLabel } from "./own-export.ts"
import type { SourceProgram } from "./source-format.ts"

/** What can be imported, for hints. */
export function importableHint(programs: readonly SourceProgram[]): string {
  const labels = programs.flatMap(({ formats }) => formats.map(({ label }) => label))
  return `What can be imported: ${labels.join(", ")}, or ${ownExportLabel} (JSON Lines).`
}

/** The error for what is of no format: `invalid_input`, with what can be imported. */
export function notImportable(message: string, programs: readonly SourceProgram[]): SessionStorageError {
  return new SessionStorageError("invalid_input", message, { hint: importableHint(programs) })
}
