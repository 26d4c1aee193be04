const blockRows = 4096
const chunkBytes = 1024 * 1024

/** Where a text is, in blocks: a list grows by these, and nothing is copied. */
interface Block {
  starts: Uint32Array
  lengths: Uint8Array
}

/** A list of short texts, such as ids, that has their bytes and five more for each. A string alone has twenty more. */
export class TextList {
  readonly #chunks: Buffer[] = []
  readonly #blocks: Block[] = []
  #used = chunkBytes
  length = 0

  /** Adds a text of at most 255 bytes of UTF-8. */
  push(text: string): void {
    const bytes = Buffer.byteLength(text)
    if (this.#used + bytes > chunkBytes) {
      this.#chunks.push(Buffer.alloc(chunkBytes))
      this.#used = 0
    }
    if (this.length % blockRows === 0) {
      this.#blocks.push({ starts: new Uint32Array(blockRows), lengths: new Uint8Array(blockRows) })
    }
    const { starts, lengths } = this.#blocks.at(-1) as Block // Just made, or made before.
    const chunk = this.#chunks.length - 1
    starts[this.length % blockRows] = chunk * chunkBytes + this.#used
    lengths[this.length % blockRows] = bytes
    this.#chunks[chunk]?.write(text, this.#used)
    this.#used += bytes
    this.length += 1
  }

  at(index: number): string {
    return this.#bytesAt(index).toString()
  }

  /** Orders two texts by their bytes. */
  compare(left: number, right: number): number {
    return Buffer.compare(this.#bytesAt(left), this.#bytesAt(right))
  }

  /** Orders a text and one that was encoded, by their bytes. */
  compareTo(index: number, bytes: Buffer): number {
    return Buffer.compare(this.#bytesAt(index), bytes)
  }

  #bytesAt(index: number): Buffer {
    const block = this.#blocks[Math.floor(index / blockRows)]
    const start = block?.starts[index % blockRows] ?? 0
    const length = block?.lengths[index % blockRows] ?? 0
    const at = start % chunkBytes
    return (this.#chunks[Math.floor(start / chunkBytes)] ?? Buffer.alloc(0)).subarray(at, at + length)
  }
}
