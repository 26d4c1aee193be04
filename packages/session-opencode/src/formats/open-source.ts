import { SessionStorageError } from "@opencode/session-core"
import { type OpenedInput, openInput } from "../input/open-input.ts"
import type { Source } from "../source/source.ts"
import type { OpenContext, SourceProgram } from "../source/source-format.ts"
import type { SourceLog } from "../source/source-log.ts"
import { translateSqliteError } from "../sqlite/translate-sqlite-error.ts"
import { builtInPrograms } from "./built-in-programs.ts"
import { isOwnExport, recognizeInput } from "./recognize-input.ts"

/** How a file is opened. */
export interface OpenSourceOptions {
  /** Receives what cannot be read or taken. */
  log: SourceLog
  /** The current folder, `process.cwd()` by default: paths of the Go lineage's files become relative to its project. */
  directory?: string | undefined
  /** The programs whose formats are known, those of this package by default. */
  programs?: readonly SourceProgram[] | undefined
}

/**
 * Opens a file or folder for reading its sessions, without any store; `-` is standard input. Close it: `using source = await openSource(…)`.
 *
 * Fails as `recognizeSource` does; with `invalid_input` for JSON Lines of ours, which are read by `importLines` of
 * `@opencode/session-core/transfer`; with `foreign_database` for an unknown version; and with `too_large` for an export with a
 * message that does not fit into the memory that this process may use.
 */
export async function openSource(path: string, options: OpenSourceOptions): Promise<Source> {
  const { log, directory = process.cwd(), programs = builtInPrograms } = options
  const input = await openInput(path)
  try {
    if (isOwnExport(input)) {
      throw new SessionStorageError("invalid_input", `${input.path} is an export of opencode-session.`, {
        hint: "Import it: its sessions are stored as they are, and are not another program's.",
      })
    }
    const { source } = await openRecognized(input, programs, { log, directory })
    return withInput(source, input)
  } catch (error) {
    input[Symbol.dispose]()
    throw error
  }
}

/** Opens an input by the format that it is recognised as, whose label it gives, too. The input stays the caller's to close. */
export async function openRecognized(
  input: OpenedInput,
  programs: readonly SourceProgram[],
  context: OpenContext,
): Promise<{ source: Source; label: string }> {
  try {
    const format = await recognizeInput(input, programs)
    return { source: await format.open(context), label: format.label }
  } catch (error) {
    throw translateSqliteError(error, input.path)
  }
}

/** The source, which closes its input with itself. */
function withInput(source: Source, input: OpenedInput): Source {
  const close = source[Symbol.dispose].bind(source)
  return Object.assign(source, {
    [Symbol.dispose]() {
      close()
      input[Symbol.dispose]()
    },
  })
}
