import type { Dirent } from "node:fs"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { SessionStorageError } from "@opencode/session-core"
import type { SourceLog } from "@opencode/session-opencode/formats"

/** More folders within each other than any agent makes. */
const deepest = 16

/**
 * The files within a folder whose names `wanted` says yes to, sorted by their paths. Symbolic links are not followed: they may lead
 * anywhere. One that has a name of a wanted file is named in the log.
 */
export async function walkFolder(
  folder: string,
  wanted: (name: string, folder: string) => boolean,
  log: SourceLog | null,
  depth = 0,
): Promise<string[]> {
  const files: string[] = []
  for (const entry of await entriesOf(folder, log)) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (depth < deepest) files.push(...(await walkFolder(path, wanted, log, depth + 1)))
    } else if (wanted(entry.name, folder)) {
      if (entry.isFile()) files.push(path)
      else
        log?.skipped({
          table: "file",
          id: path,
          reason: "It is no regular file. Import it by the path that it leads to.",
        })
    }
  }
  return files
}

async function entriesOf(folder: string, log: SourceLog | null): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.sort((left, right) => (left.name < right.name ? -1 : 1))
  } catch (error) {
    if (SessionStorageError.isInstance(error) || !(error instanceof Error)) throw error
    log?.skipped({ table: "folder", id: folder, reason: `It cannot be read: ${error.message}` })
    return []
  }
}
