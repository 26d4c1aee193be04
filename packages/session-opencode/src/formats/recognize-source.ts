import { openInput } from "../input/open-input.ts"
import { ownExportFormat } from "../source/own-export.ts"
import type { SourceProgram } from "../source/source-format.ts"
import { translateSqliteError } from "../sqlite/translate-sqlite-error.ts"
import { builtInPrograms } from "./built-in-programs.ts"
import { isOwnExport, recognizeInput } from "./recognize-input.ts"

/**
 * Tells the name of the format of a file or folder, by its content and never by its name. Of a text only the beginning is read:
 * whether all of it is an export of OpenCode turns out when it is opened.
 *
 * Fails with `not_found`, `access_denied`, `invalid_input` (nothing that can be imported, an empty file, a store of
 * ours), `foreign_database` (a database of another program), `corrupt`, `busy` (locked for three seconds by another program) or
 * `runtime_unsupported` (no SQLite here), naming the file.
 */
export async function recognizeSource(
  path: string,
  programs: readonly SourceProgram[] = builtInPrograms,
): Promise<string> {
  using input = await openInput(path)
  if (isOwnExport(input)) return ownExportFormat
  try {
    return (await recognizeInput(input, programs)).name
  } catch (error) {
    throw translateSqliteError(error, path)
  }
}
