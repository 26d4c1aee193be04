import { closeSync, openSync, readSync } from "node:fs"

// The format of the file: https://sqlite.org/walformat.html
const headerBytes = 32
const frameHeaderBytes = 24

/** Reads which pages were committed to a database's write-ahead log, from where it stood when it was opened. */
export class WalFrames implements Disposable {
  /** Bytes of a page. */
  readonly pageSize: number
  readonly #log: number
  readonly #salts: string
  /** Frames that were read. */
  #read = 0

  /** The log must have a frame already. */
  constructor(file: string) {
    this.#log = openSync(`${file}-wal`, "r")
    const header = this.#bytes(headerBytes, 0)
    this.pageSize = header.readUInt32BE(8)
    this.#salts = saltsIn(header, 16)
    this.committed()
  }

  /** The page of each frame that was committed since the last call, in order. A page that was written twice is there twice. */
  committed(): number[] {
    if (saltsIn(this.#bytes(headerBytes, 0), 16) !== this.#salts) {
      throw new Error("The write-ahead log began anew: some of its pages were not counted.")
    }
    const pages: number[] = []
    let ofTransaction: number[] = []
    for (;;) {
      const at = headerBytes + (this.#read + pages.length + ofTransaction.length) * (frameHeaderBytes + this.pageSize)
      const header = this.#bytes(frameHeaderBytes, at)
      // A frame with other salts is what is left of an earlier log.
      if (header.length < frameHeaderBytes || saltsIn(header, 8) !== this.#salts) break
      ofTransaction.push(header.readUInt32BE(0))
      // Only the last frame of a transaction says how large the database is.
      if (header.readUInt32BE(4) === 0) continue
      pages.push(...ofTransaction)
      ofTransaction = []
    }
    this.#read += pages.length
    return pages
  }

  [Symbol.dispose](): void {
    closeSync(this.#log)
  }

  #bytes(length: number, at: number): Buffer {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(this.#log, bytes, 0, length, at))
  }
}

const saltsIn = (bytes: Buffer, at: number): string => bytes.toString("hex", at, at + 8)
