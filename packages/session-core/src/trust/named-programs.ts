import { stat } from "node:fs/promises"
import { isAbsolute } from "node:path"
import { isJsonObject } from "../configuration/merge-json.ts"
import { resolvePath } from "../configuration/resolve-path.ts"
import type { JsonValue } from "../model/json.ts"

/** No script is longer. */
const largestProgram = 8 * 1024 * 1024

/**
 * The files that an option names by an absolute path, or by one below `~`, as a word of its text or as an item of its list: what
 * a command runs.
 */
export const namedPrograms = async (value: JsonValue | undefined, homeDirectory: string): Promise<string[]> => {
  const found: string[] = []
  for (const word of new Set(wordsOf(value))) {
    if (word.includes("\0") || (!isAbsolute(word) && !/^~[/\\]/.test(word))) continue
    const path = resolvePath(word, homeDirectory, homeDirectory)
    const stats = await stat(path).catch(() => null)
    if (stats?.isFile() && stats.size <= largestProgram) found.push(path)
  }
  return found
}

const wordsOf = (value: JsonValue | undefined): string[] => {
  if (typeof value === "string") return [value, ...value.split(/[\s"']+/)]
  if (Array.isArray(value)) return value.flatMap(wordsOf)
  return isJsonObject(value) ? Object.values(value).flatMap(wordsOf) : []
}
