import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs"
import { DamagedSourceError } from "../source/damaged-source-error.ts"

/** Bytes that are read at once. */
const chunkBytes = 256 * 1024
const byteOrderMark = Buffer.from("\ufeff")

/** Bytes of a file's text. */
export interface Range {
  /** Bytes before it, without a byte order mark. */
  start: number
  length: number
}

/** A text in UTF-8, to be read from its start and at any place. A byte order mark is no part of it. */
export class FileRanges implements Disposable {
  readonly #path: string
  readonly #descriptor: number
  readonly #start: number
  readonly #state: string

  /** Opens `file`; `path` is what it is called in errors. */
  constructor(file: string, path: string) {
    this.#path = path
    // A named pipe would wait for its writer for ever.
    this.#descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK)
    this.#state = stateOf(this.#descriptor)
    const beginning = Buffer.alloc(byteOrderMark.length)
    readSync(this.#descriptor, beginning, 0, beginning.length, 0)
    this.#start = beginning.equals(byteOrderMark) ? beginning.length : 0
  }

  /** The text from a byte on. */
  *chunks(from: number): Generator<Buffer> {
    for (let at = this.#start + from; ; ) {
      const chunk = Buffer.allocUnsafe(chunkBytes)
      const length = readSync(this.#descriptor, chunk, 0, chunkBytes, at)
      if (length === 0) return
      yield chunk.subarray(0, length)
      at += length
    }
  }

  /** A range again. Fails with `DamagedSourceError` where the file was written to since it was opened. */
  read({ start, length }: Range): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    let filled = 0
    while (filled < length) {
      const read = readSync(this.#descriptor, bytes, filled, length - filled, this.#start + start + filled)
      if (read === 0) break
      filled += read
    }
    if (filled === length && stateOf(this.#descriptor) === this.#state) return bytes
    throw new DamagedSourceError(`${this.#path} was changed while it was read`, `byte ${start}`, {
      hint: "Import it again.",
    })
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor)
  }
}

function stateOf(descriptor: number): string {
  const { size, mtimeNs } = fstatSync(descriptor, { bigint: true })
  return `${size} ${mtimeNs}`
}
