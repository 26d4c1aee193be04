import { readFileVersions } from "../api/routes.ts"
import type { FileVersion } from "../api/types.ts"

/** Reads all versions of a file, page by page, oldest first. */
export async function readAllVersions(
  sessionId: string,
  path: string,
  readPage = readFileVersions,
): Promise<FileVersion[]> {
  const versions: FileVersion[] = []
  let cursor: string | null = null
  do {
    const page = await readPage(sessionId, path, cursor)
    versions.push(...page.files)
    cursor = page.nextCursor
  } while (cursor !== null)
  return versions
}
