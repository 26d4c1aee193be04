import { hash } from "node:crypto"
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs"
import { type JsonObject, type JsonValue, limits, SessionStorageError } from "@opencode/session-core"
import { isDeeperThan } from "@opencode/session-core/transfer"
import { isObject } from "@opencode/session-opencode/formats"
import type { FoundRecord, RecordFile, RecordReference } from "./record-file.ts"

/** Levels of a record: what the store takes, less those that are put around it. */
const maximumLevels = limits.jsonLevels - 20
/** Bytes of the largest document that is read: all of it is in memory. */
const largest = 256 * 1024 * 1024

/**
 * A JSON document with a list, such as `{ sessionId, messages: [...] }`, as records: what stands around the list is the first one.
 * A document that is a list has nothing around it.
 */
export class DocumentFile implements RecordFile {
  readonly path: string
  readonly #records: readonly JsonValue[]

  /** Reads `file`; `path` is what it is called in errors, and `list` the member with the list. */
  constructor(file: string, path: string, list: string) {
    this.path = path
    const document = parse(path, readText(file, path))
    if (Array.isArray(document)) this.#records = [{}, ...document]
    else {
      const { [list]: items, ...around } = document
      this.#records = [around, ...(Array.isArray(items) ? items : [])]
    }
  }

  *records(): Generator<FoundRecord> {
    for (const [position, value] of this.#records.entries()) {
      const place = position === 0 ? "what stands around its list" : `item ${position}`
      const isDeep = isDeeperThan(value, maximumLevels)
      const text = isDeep ? "" : JSON.stringify(value)
      const reference = { position, size: text.length, digest: hash("sha256", text, "base64").slice(0, 22) }
      if (isDeep) yield { kind: "skipped", place, size: 0, reason: "It is nested too deeply." }
      else if (isObject(value)) yield { kind: "record", reference, place, value }
      else yield { kind: "unreadable", reference, place, reason: "It is not a JSON object; its text is kept." }
    }
  }

  read({ position }: RecordReference): JsonObject {
    const value = this.#records[position]
    return isObject(value) ? value : { raw: JSON.stringify(value ?? null) }
  }

  [Symbol.dispose](): void {
    // Nothing is open.
  }
}

function readText(file: string, path: string): string {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const found = fstatSync(descriptor)
    if (!found.isFile()) throw new SessionStorageError("invalid_input", `${path} is no file.`)
    if (found.size > largest) {
      throw new SessionStorageError(
        "too_large",
        `${path} has ${found.size} bytes; a document is read up to ${largest}.`,
      )
    }
    return readFileSync(descriptor, "utf8").replace(/^\ufeff/, "")
  } finally {
    closeSync(descriptor)
  }
}

function parse(path: string, text: string): JsonObject | JsonValue[] {
  let value: JsonValue
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const hint = "If it is being written, import it again when that is done."
    throw new SessionStorageError("corrupt", `${path} is not valid JSON, or breaks off.`, { hint, cause })
  }
  if (isObject(value) || Array.isArray(value)) return value
  throw new SessionStorageError("invalid_input", `${path} is JSON, but neither an object nor a list.`)
}
