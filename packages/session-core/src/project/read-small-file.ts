import { readFile, stat } from "node:fs/promises"

/** No file of git's that is read here is longer than a path. */
const largestFile = 64 * 1024

/** A file's text; null when it is not there, is not a regular file (a pipe would be waited for), or is too large. */
export const readSmallFile = async (path: string): Promise<string | null> => {
  try {
    const stats = await stat(path)
    return stats.isFile() && stats.size <= largestFile ? await readFile(path, "utf8") : null
  } catch {
    return null
  }
}
