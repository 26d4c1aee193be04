import { SessionStorageError } from "@opencode/session-core"
import type { ImportOptions } from "./import-options.ts"
import type { ImportReport } from "./import-report.ts"

/** Imports sessions from another program's file, or from our own JSON Lines. */
export async function importFile(path: string, _options: ImportOptions): Promise<ImportReport> {
  throw new SessionStorageError("unsupported", `Importing ${path} is not there yet.`)
}
