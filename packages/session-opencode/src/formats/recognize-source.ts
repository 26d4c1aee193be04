import type { SourceFormat } from "../source/source-format.ts"
import { openForReading } from "../sqlite/open-for-reading.ts"
import { translateSqliteError } from "../sqlite/translate-sqlite-error.ts"
import { recognizeDatabase } from "./database-formats.ts"
import { recognizeFile } from "./recognize-file.ts"

/**
 * Tells what a file is, by its content and never by its name. Of a JSON document only the beginning is read: whether it is an
 * export of OpenCode turns out when it is opened.
 *
 * Fails with `not_found`, `access_denied`, `invalid_input` (nothing that can be imported, an empty file, a folder, a store of
 * ours), `foreign_database` (a database of another program), `corrupt`, `busy` (locked for three seconds by another program) or
 * `runtime_unsupported` (no SQLite here), naming the file.
 */
export async function recognizeSource(path: string): Promise<SourceFormat> {
  const kind = await recognizeFile(path)
  if (kind === "json-lines") return kind
  if (kind === "json") return "opencode-export"
  const database = await openForReading(path)
  try {
    return recognizeDatabase(database, path).format
  } catch (error) {
    throw translateSqliteError(error, path)
  } finally {
    database.close()
  }
}
