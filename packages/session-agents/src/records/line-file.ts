import { hash } from "node:crypto"
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs"
import { type JsonObject, limits, SessionStorageError } from "@opencode/session-core"
import { isObject, parseJson } from "@opencode/session-opencode/formats"
import { DamagedSourceError } from "@opencode/session-opencode/reconcile"
import type { FoundRecord, RecordFile, RecordReference } from "./record-file.ts"

/** Bytes of the longest line that is loaded: several values of the largest size that a store takes, escaped. */
const longestLine = 4 * limits.valueBytes
/** Bytes that are read at once. */
const chunkBytes = 256 * 1024
const lineFeed = 0x0a
const byteOrderMark = Buffer.from("\ufeff")

/** JSON Lines, read with no more than a line in memory. */
export class LineFile implements RecordFile {
  readonly path: string
  readonly #descriptor: number
  readonly #size: number

  /** Opens `file`; `path` is what it is called in errors. Fails with `invalid_input` for what is no regular file. */
  constructor(file: string, path: string) {
    this.path = path
    // A named pipe would wait for its writer for ever.
    this.#descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    const found = fstatSync(this.#descriptor)
    this.#size = found.size
    if (found.isFile()) return
    closeSync(this.#descriptor)
    throw new SessionStorageError("invalid_input", `${path} is no file.`)
  }

  *records(): Generator<FoundRecord> {
    let number = 0
    for (const line of this.#lines()) {
      number += 1
      const record = recordOf(line, `line ${number}`)
      if (record !== null) yield record
    }
  }

  read({ position, size, digest }: RecordReference): JsonObject {
    const bytes = Buffer.allocUnsafe(size)
    let length = 0
    while (length < size) {
      const read = readSync(this.#descriptor, bytes, length, size - length, position + length)
      if (read === 0) break
      length += read
    }
    if (length < size || digestOf(bytes) !== digest) {
      throw new DamagedSourceError(`${this.path} was changed while it was read`, `byte ${position}`, {
        hint: "Import it again.",
      })
    }
    const text = bytes.toString("utf8")
    const value = parseJson(text.trim())
    return isObject(value) ? value : { raw: text }
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor)
  }

  /** A byte order mark belongs to no line: without it, the file is the same. */
  #markBytes(): number {
    const beginning = Buffer.alloc(byteOrderMark.length)
    readSync(this.#descriptor, beginning, 0, beginning.length, 0)
    return beginning.equals(byteOrderMark) ? beginning.length : 0
  }

  /** The lines up to where the file ended when it was opened. */
  *#lines(): Generator<Line> {
    const chunk = Buffer.allocUnsafe(chunkBytes)
    let start = this.#markBytes()
    let pieces: Buffer[] = []
    let length = 0
    let at = start
    while (at < this.#size) {
      const read = readSync(this.#descriptor, chunk, 0, Math.min(chunkBytes, this.#size - at), at)
      if (read === 0) break
      let from = 0
      while (from < read) {
        const found = chunk.subarray(0, read).indexOf(lineFeed, from)
        const end = found === -1 ? read : found
        length += end - from
        if (length <= longestLine) pieces.push(Buffer.from(chunk.subarray(from, end)))
        else pieces = []
        from = end + 1
        if (found === -1) break
        yield { position: start, length, bytes: joined(pieces, length), ended: true }
        start = at + from
        pieces = []
        length = 0
      }
      at += read
    }
    if (length > 0) {
      yield { position: start, length, bytes: joined(pieces, length), ended: false }
    }
  }
}

interface Line {
  position: number
  /** In bytes. */
  length: number
  /** Null where it is too long. */
  bytes: Buffer | null
  /** Whether a line feed came after it: otherwise its writer may be in the middle of it. */
  ended: boolean
}

/** Null for an empty line, and for the last one where it is cut off. */
function recordOf({ position, length, bytes, ended }: Line, place: string): FoundRecord | null {
  if (bytes === null) {
    return { kind: "skipped", place, size: length, reason: `The line is longer than ${longestLine} bytes.` }
  }
  const text = bytes.toString("utf8").trim()
  if (text === "") return null
  const reference = { position, size: length, digest: digestOf(bytes) }
  const value = parseJson(text)
  if (isObject(value)) return { kind: "record", reference, place, value }
  if (value === undefined && !ended) return null
  // A file system that lost power leaves zeros where a line was.
  if (isZeros(bytes)) return { kind: "skipped", place, size: length, reason: "The line is nothing but zero bytes." }
  const reason = "The line is not a JSON object, or is nested too deeply; its text is kept."
  return { kind: "unreadable", reference, place, reason }
}

const digestOf = (bytes: Buffer): string => hash("sha256", bytes, "base64").slice(0, 22)

const isZeros = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0)

function joined(pieces: Buffer[], length: number): Buffer | null {
  if (length > longestLine) return null
  return pieces.length === 1 ? (pieces[0] ?? null) : Buffer.concat(pieces)
}
