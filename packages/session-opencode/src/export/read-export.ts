import { getHeapStatistics } from "node:v8"
import { type JsonObject, SessionStorageError } from "@opencode/session-core"
import type { TextInput } from "../source/source-input.ts"
import { startOfExport } from "./export-text.ts"
import { isOpenCodeExport, type OpenCodeExport } from "./session-of-export.ts"

const hint = "What can be imported of OpenCode: what `opencode export` writes, an OpenCode database, or its folder."

/** Node's longest string is a little more. */
const longestText = 500 * 1024 * 1024
/** The file is in memory as bytes or text, and as what it says, while the session is written. */
const copiesInMemory = 4

/**
 * Reads an export of OpenCode, all of it: it is one JSON document with one session. Fails with `corrupt` where the file
 * breaks off or is not valid JSON, naming the place.
 */
export async function readExport(input: TextInput): Promise<OpenCodeExport> {
  const value = parse(input.path, await read(input))
  if (isOpenCodeExport(value)) return value
  throw new SessionStorageError(
    "invalid_input",
    `${input.path} is JSON, but no export of OpenCode: it has no "info" with an id, or no "messages".`,
    { hint },
  )
}

async function read(input: TextInput): Promise<string> {
  const { path, size } = input
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
  const decoder = new TextDecoder()
  const pieces: string[] = []
  for await (const piece of input.bytes()) pieces.push(decoder.decode(piece, { stream: true }))
  pieces.push(decoder.decode())
  return pieces.join("")
}

function parse(path: string, whole: string): JsonObject {
  const start = startOfExport(whole)
  const text = whole.slice(start)
  const first = parseText(text)
  if ("value" in first) return first.value
  // What a shell appended, such as a status line, is on lines of its own.
  const after = text.slice(first.at)
  const end = text.slice(0, first.at).trimEnd()
  const second = end.endsWith("}") && /^[^\s{[]/.test(after) ? parseText(end) : first
  if ("value" in second) return second.value
  const whereEnd = whole.trimEnd().length
  const at = Math.min(start + first.at, whereEnd)
  const before = whole.slice(0, at).split("\n")
  const where = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
  const problem = at >= whereEnd ? `breaks off at ${where}` : `is not valid JSON at ${where}`
  throw new SessionStorageError("corrupt", `${path} ${problem}.`, {
    hint: "Nothing was imported. Export the session again; if the file is still being written, wait until it is done.",
    cause: first.cause,
  })
}

function parseText(text: string): { value: JsonObject } | { at: number; cause: unknown } {
  try {
    return { value: JSON.parse(text) }
  } catch (cause) {
    const place = /position (\d+)/.exec(cause instanceof Error ? cause.message : "")?.[1]
    // At its end, V8 gives no position.
    return { at: place === undefined ? text.length : Number(place), cause }
  }
}
