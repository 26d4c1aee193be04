import { readFile, stat } from "node:fs/promises"
import { getHeapStatistics } from "node:v8"
import { type JsonObject, SessionStorageError } from "@opencode/session-core"
import { translateFileError } from "../source/file-error.ts"
import { notImportable } from "../source/not-importable.ts"
import { isOpenCodeExport, type OpenCodeExport } from "./session-of-export.ts"

/** Node's longest string is a little more. */
const longestText = 500 * 1024 * 1024
/** The file is in memory as bytes or text, and as what it says, while the session is written. */
const copiesInMemory = 4

/**
 * Reads an export of OpenCode, all of it: it is one JSON document with one session. Fails with `corrupt` where the file
 * breaks off or is not valid JSON, naming the place.
 */
export async function readExport(path: string): Promise<OpenCodeExport> {
  const value = parse(path, await read(path))
  if (isOpenCodeExport(value)) return value
  throw notImportable(`${path} is JSON, but no export of OpenCode: it has no "info" with an id, or no "messages".`)
}

async function read(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    const maximumBytes = Math.min(longestText, Math.floor(getHeapStatistics().heap_size_limit / copiesInMemory))
    if (size > maximumBytes) {
      throw new SessionStorageError(
        "too_large",
        `${path} has ${size} bytes; an export can be read up to ${maximumBytes}${maximumBytes < longestText ? " with the memory that this program may use" : ""}.`,
        {
          hint: "Import OpenCode's database instead: it is read row by row.",
        },
      )
    }
    return (await readFile(path, "utf8")).replace(/^\ufeff/, "")
  } catch (error) {
    throw translateFileError(error, path)
  }
}

function parse(path: string, text: string): JsonObject {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const end = text.trimEnd()
    const place = /position (\d+)/.exec(cause instanceof Error ? cause.message : "")?.[1]
    // At its end, V8 gives no position.
    const at = place === undefined ? end.length : Number(place)
    const before = text.slice(0, at).split("\n")
    const where = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
    const problem = at >= end.length ? `breaks off at ${where}` : `is no valid JSON at ${where}`
    throw new SessionStorageError("corrupt", `${path} ${problem}.`, {
      hint: "Nothing was imported. Export the session again; if the file is still being written, wait until it is done.",
      cause,
    })
  }
}
