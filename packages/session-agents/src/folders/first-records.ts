import type { JsonObject } from "@opencode/session-core"
import { parseObject } from "@opencode/session-opencode/formats"

/** The records of the first lines of a text, of which the beginning is given: the last line may be cut off. */
export function firstRecords(beginning: string): JsonObject[] {
  return beginning
    .split("\n")
    .slice(0, 200)
    .map((line) => parseObject(line.trim()))
    .filter((record) => record !== undefined)
}
