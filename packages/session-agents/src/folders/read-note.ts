import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs"
import type { JsonObject } from "@opencode/session-core"
import { parseObject } from "@opencode/session-opencode/formats"

/** Bytes of the largest one that is read. */
const largest = 1024 * 1024

/** A small JSON file beside another one; null where there is none, or it is something else. */
export function readNote(path: string): JsonObject | null {
  const text = readSmallText(path)
  return text === null ? null : (parseObject(text) ?? null)
}

/** A small file beside another one; null where there is none, or it is a link or a large one. */
export function readSmallText(path: string): string | null {
  let descriptor: number
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  } catch {
    return null
  }
  try {
    const found = fstatSync(descriptor)
    return found.isFile() && found.size <= largest ? readFileSync(descriptor, "utf8") : null
  } catch {
    return null
  } finally {
    closeSync(descriptor)
  }
}
