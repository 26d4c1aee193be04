import { SessionStorageError } from "@opencode/session-core"
import { ExportSource } from "../export/export-source.ts"
import { readExport } from "../export/read-export.ts"
import type { Source } from "../source/source.ts"
import type { SourceLog } from "../source/source-log.ts"
import { DatabaseSource } from "../sqlite/database-source.ts"
import { openForReading } from "../sqlite/open-for-reading.ts"
import { translateSqliteError } from "../sqlite/translate-sqlite-error.ts"
import { recognizeDatabase } from "./database-formats.ts"
import { recognizeFile } from "./recognize-file.ts"

/** How a file is opened. */
export interface OpenSourceOptions {
  /** Receives what cannot be read or taken. */
  log: SourceLog
  /** The current folder, `process.cwd()` by default: paths of the Go lineage's files become relative to its project. */
  directory?: string | undefined
}

/**
 * Opens a file for reading its sessions, without any store. Close it: `using source = await openSource(…)`.
 *
 * Fails as `recognizeSource` does; with `invalid_input` for JSON Lines of ours, which are read by `importLines` of
 * `@opencode/session-core/transfer`; with `foreign_database` for an unknown version; and with `too_large` for an export that does not
 * fit into the memory that this process may use.
 */
export async function openSource(path: string, options: OpenSourceOptions): Promise<Source> {
  const { log, directory = process.cwd() } = options
  const kind = await recognizeFile(path)
  if (kind === "json") return new ExportSource(await readExport(path), log)
  if (kind === "sqlite") return openDatabase(path, log, directory)
  throw new SessionStorageError("invalid_input", `${path} is an export of opencode-session.`, {
    hint: "Import it: its sessions are stored as they are, and are not another program's.",
  })
}

async function openDatabase(path: string, log: SourceLog, directory: string): Promise<Source> {
  const database = await openForReading(path)
  try {
    const reader = await recognizeDatabase(database, path).open({ database, path, log, directory })
    return new DatabaseSource(database, path, reader)
  } catch (error) {
    database.close()
    throw translateSqliteError(error, path)
  }
}
