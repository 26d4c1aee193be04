import { getHeapStatistics } from "node:v8"
import { type JsonObject, type JsonValue, SessionStorageError } from "@opencode/session-core"
import { giveWay } from "@opencode/session-core/transfer"
import { FileRanges, type Range } from "../input/file-ranges.ts"
import { copyPrivately } from "../input/private-copy.ts"
import type { TextInput } from "../source/source-input.ts"
import { isObject } from "../values/json-text.ts"
import { isId } from "../values/plain-values.ts"
import { DocumentScanner, InvalidDocument, type ScannedValue } from "./document-scanner.ts"
import { startOfExport } from "./export-text.ts"
import type { OpenCodeExport } from "./session-of-export.ts"

const hint = "What can be imported of OpenCode: what `opencode export` writes, an OpenCode database, or its folder."

/** Node's longest string is a little more. */
const longestText = 500 * 1024 * 1024
/** A message is in memory as bytes, as text, and as what it says, while it is written. */
const copiesInMemory = 4

/** An export that is read message by message, from a file that stays open. */
export type OpenedExport = OpenCodeExport & Disposable

/**
 * Opens an export of OpenCode: one JSON document with one session. All of it is checked here, and each message is read again when
 * it is wanted, so that memory holds one. Fails with `corrupt` where the file breaks off or is not valid JSON, naming the place,
 * and with `too_large` for a message that does not fit into the memory that this process may use.
 */
export async function readExport(input: TextInput): Promise<OpenedExport> {
  const copy = input.file === null ? await copyPrivately(input.bytes(), undefined) : null
  let text: FileRanges | null = null
  const close = () => {
    text?.[Symbol.dispose]()
    copy?.[Symbol.dispose]()
  }
  try {
    text = new FileRanges(input.file ?? copy?.file ?? "", input.path)
    return { ...(await scan(text, input.path)), [Symbol.dispose]: close }
  } catch (error) {
    close()
    throw error
  }
}

async function scan(text: FileRanges, path: string): Promise<OpenCodeExport> {
  const [beginning = Buffer.alloc(0)] = text.chunks(0)
  // Each byte is a character: what is looked for is ASCII.
  const first = Math.max(startOfExport(beginning.toString("latin1")), 0)
  const largest = Math.min(longestText, Math.floor(getHeapStatistics().heap_size_limit / copiesInMemory))
  const scanner = new DocumentScanner("messages", largest)
  const members: JsonObject = {}
  const messages: Range[] = []
  try {
    for (const chunk of text.chunks(first)) {
      for (const { key, index, start, bytes } of scanner.push(chunk)) {
        const value = parse({ start, bytes })
        if (index === null) members[key] = value
        else messages.push({ start: first + start, length: bytes.length })
        await giveWay()
      }
    }
    scanner.end()
  } catch (error) {
    if (error instanceof InvalidDocument) throw corrupt(error, text, first, path)
    if (error instanceof RangeError) throw tooLarge(path, largest, error)
    throw error
  }
  const { info, redacted } = members
  if (isObject(info) && isId(info.id) && scanner.hasList) {
    const read = function* () {
      for (const range of messages) yield parse({ start: range.start, bytes: text.read(range) })
    }
    return { info, messages: read, ...(redacted === undefined ? {} : { redacted }) }
  }
  throw new SessionStorageError(
    "invalid_input",
    `${path} is JSON, but no export of OpenCode: it has no "info" with an id, or no "messages".`,
    { hint },
  )
}

function parse({ start, bytes }: Pick<ScannedValue, "start" | "bytes">): JsonValue {
  const json = bytes.toString("utf8")
  try {
    return JSON.parse(json)
  } catch (cause) {
    // Of an unexpected character, V8 does not always say where it is.
    const place = /position (\d+)/.exec(cause instanceof Error ? cause.message : "")?.[1]
    throw new InvalidDocument(start + Buffer.byteLength(json.slice(0, Number(place ?? 0))), { cause })
  }
}

function tooLarge(path: string, largest: number, cause: RangeError): SessionStorageError {
  const why = largest < longestText ? " with the memory that this program may use" : ""
  return new SessionStorageError(
    "too_large",
    `${path} has a message of more than ${largest} bytes, which cannot be read${why}.`,
    { hint: "Import OpenCode's database instead: it is read row by row.", cause },
  )
}

function corrupt({ at, cause }: InvalidDocument, text: FileRanges, first: number, path: string): SessionStorageError {
  const { line, column, isEnd } = placeOf(text, first + at)
  const problem = isEnd ? "breaks off" : "is not valid JSON"
  return new SessionStorageError("corrupt", `${path} ${problem} at line ${line}, column ${column}.`, {
    hint: "Nothing was imported. Export the session again; if the file is still being written, wait until it is done.",
    cause,
  })
}

/** Where a byte of a text is, for people; after its last character that is no white space, where the text is shorter. */
function placeOf(text: FileRanges, byte: number): { line: number; column: number; isEnd: boolean } {
  const decoder = new TextDecoder()
  let place = { line: 1, column: 1 }
  let end = place
  let left = byte
  for (const chunk of text.chunks(0)) {
    const isLast = left < chunk.length
    for (const character of decoder.decode(chunk.subarray(0, left), { stream: true })) {
      const { line, column } = place
      place = character === "\n" ? { line: line + 1, column: 1 } : { line, column: column + character.length }
      if (character.trim() !== "") end = place
    }
    if (isLast) return { ...place, isEnd: false }
    left -= chunk.length
  }
  return { ...end, isEnd: true }
}
