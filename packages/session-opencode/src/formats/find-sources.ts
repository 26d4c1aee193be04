import type { Dirent } from "node:fs"
import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { SessionStorageError } from "@opencode/session-core"
import { openInput } from "../input/open-input.ts"
import { translateFileError } from "../source/file-error.ts"
import { notImportable } from "../source/not-importable.ts"
import { ownExportFormat, ownExportLabel } from "../source/own-export.ts"
import type { SourceProgram } from "../source/source-format.ts"
import { formatOf, isOwnExport, isOwnStore } from "./recognize-input.ts"

/** Something that can be imported. */
export interface FoundSource {
  /** Where it is. */
  path: string
  /** The name of its format; null where that turns out when it is opened: a pipe can be read only once. */
  format: string | null
  /** The same for people; null likewise. */
  label: string | null
}

/** What was found under a path. */
export interface FoundSources {
  /** What can be imported, and what could not be looked at: importing that says why. */
  sources: FoundSource[]
  /** How many files in a folder are nothing that can be imported. */
  others: number
}

/** Folders of programs in which there are no sessions, but may be very many files. */
const withoutSessions = new Set(["node_modules", ".git", "snapshot", "log", "bin", "tool-output", "cache"])
/** Files that SQLite keeps beside a database. */
const besideDatabase = /-(?:wal|shm|journal)$/
const deepest = 8

/**
 * What can be imported under a path: a file or pipe is it itself; of a folder, itself where a program keeps sessions in it in several files,
 * and otherwise all that is in it. Links within a folder are not followed.
 *
 * Fails with `not_found`, with `access_denied`, and with `invalid_input` where a folder has nothing.
 */
export async function findSources(path: string, programs: readonly SourceProgram[]): Promise<FoundSources> {
  const found = path === "-" ? null : await stat(path).catch((error) => Promise.reject(translateFileError(error, path)))
  if (found === null || !found.isDirectory()) return { sources: [{ path, format: null, label: null }], others: 0 }
  const result: FoundSources = { sources: [], others: 0 }
  await look(path, programs, result, 0)
  if (result.sources.length > 0) return result
  throw notImportable(`${path} is a folder with nothing in it that can be imported.`, programs)
}

async function look(
  path: string,
  programs: readonly SourceProgram[],
  result: FoundSources,
  depth: number,
): Promise<void> {
  const source = await sourceAt(path, programs)
  if (source !== null) result.sources.push(source)
  else if (!(await isFolder(path))) result.others += 1
  else if (depth < deepest) {
    for (const entry of await entriesOf(path)) {
      const isSkipped = entry.isDirectory() ? withoutSessions.has(entry.name) : besideDatabase.test(entry.name)
      if (isSkipped || !(entry.isDirectory() || entry.isFile())) continue
      await look(join(path, entry.name), programs, result, depth + 1)
    }
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )

const entriesOf = async (path: string): Promise<Dirent[]> =>
  (await readdir(path, { withFileTypes: true }).catch(() => [])).sort((left, right) =>
    left.name < right.name ? -1 : 1,
  )

/** The source at a path; null for what is nothing that can be imported. */
export async function sourceAt(path: string, programs: readonly SourceProgram[]): Promise<FoundSource | null> {
  try {
    using input = await openInput(path)
    if (isOwnExport(input)) return { path, format: ownExportFormat, label: ownExportLabel }
    if (isOwnStore(input)) return null
    const format = await formatOf(input, programs)
    return format === null ? null : { path, format: format.name, label: format.label }
  } catch (error) {
    // What is damaged, locked or not readable may well be it.
    return SessionStorageError.isInstance(error, "invalid_input") ? null : { path, format: null, label: null }
  }
}
