import { SessionStorageError } from "@opencode/session-core"
import { jsonLinesFormat } from "@opencode/session-core/transfer"
import { importableHint, notImportable } from "../source/not-importable.ts"
import type { Source } from "../source/source.ts"
import type { OpenContext, SourceFormat, SourceProgram } from "../source/source-format.ts"
import type { SourceInput, TextInput } from "../source/source-input.ts"

/** A format that an input was recognised as, with the means to open it. */
export interface RecognizedFormat extends Pick<SourceFormat, "name" | "label"> {
  open(context: OpenContext): Promise<Source>
}

/** How SQLite files of our own are marked: "OCSS". */
const ownApplicationId = 0x4f435353

/**
 * The format of an input. Fails with `invalid_input` for a store of our own and for what is of no format, and with
 * `foreign_database` for a database of a program that is not known.
 */
export async function recognizeInput(
  input: SourceInput,
  programs: readonly SourceProgram[],
): Promise<RecognizedFormat> {
  const { path } = input
  if (isOwnStore(input)) {
    throw new SessionStorageError("invalid_input", `${path} is a store of opencode-session.`, {
      hint: "To bring its sessions into another store, run `opencode-session copy` from it.",
    })
  }
  const found = await formatOf(input, programs)
  if (found !== null) return found
  if (input.kind === "folder")
    throw notImportable(`${path} is a folder that no program known here keeps sessions in.`, programs)
  if (input.kind === "text") throw notImportable(`${path} is nothing that can be imported.`, programs)
  if (input.tables.size === 0) {
    throw new SessionStorageError("foreign_database", `${path} has no tables.`, {
      hint: input.notes[0] ?? "Name the database in which OpenCode keeps its sessions.",
    })
  }
  throw new SessionStorageError("foreign_database", `${path} is the database of a program that is not known.`, {
    hint: importableHint(programs),
  })
}

/** The format of an input; null where it is of none. */
export async function formatOf(
  input: SourceInput,
  programs: readonly SourceProgram[],
): Promise<RecognizedFormat | null> {
  for (const format of programs.flatMap(({ formats }) => formats)) {
    const recognized = await recognizedAs(format, input)
    if (recognized !== null) return recognized
  }
  return null
}

async function recognizedAs(format: SourceFormat, input: SourceInput): Promise<RecognizedFormat | null> {
  const { name, label } = format
  // Each arm is the same for another kind of input: only so does TypeScript know that format and input are of one kind.
  if (format.kind === "database" && input.kind === "database") {
    return (await format.recognize(input)) ? { name, label, open: (context) => format.open(input, context) } : null
  }
  if (format.kind === "text" && input.kind === "text") {
    return (await format.recognize(input)) ? { name, label, open: (context) => format.open(input, context) } : null
  }
  if (format.kind === "folder" && input.kind === "folder") {
    return (await format.recognize(input)) ? { name, label, open: (context) => format.open(input, context) } : null
  }
  return null
}

/** Whether a database is a store of ours. */
export const isOwnStore = (input: SourceInput): boolean =>
  input.kind === "database" && input.database.pragma("application_id") === ownApplicationId

/** Whether an input has the JSON Lines that `exportLines` writes. */
export function isOwnExport(input: SourceInput): input is TextInput {
  if (input.kind !== "text") return false
  const [firstLine = ""] = input.beginning.trimStart().split("\n")
  try {
    return JSON.parse(firstLine).format === jsonLinesFormat
  } catch {
    return false
  }
}
