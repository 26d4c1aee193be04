/** A value that a document holds: a member of it, or an item of a member that is a list. */
export interface ScannedValue {
  /** The member's name. */
  key: string
  /** The item's number; null for a member that is no list. */
  index: number | null
  /** Bytes of the document before it. */
  start: number
  /** Its JSON. */
  bytes: Buffer
}

/** A document is not valid JSON at this byte; at infinity where it breaks off. */
export class InvalidDocument extends Error {
  /** Bytes of the document before it. */
  readonly at: number

  constructor(at: number, options?: ErrorOptions) {
    super("The document is not valid JSON.", options)
    this.at = at
  }
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** What may come next. */
type State =
  | "document"
  | "first-key"
  | "key"
  | "colon"
  | "value"
  | "after-value"
  | "first-item"
  | "item"
  | "after-item"
  | "after-document"
  | "done"

/**
 * Takes a JSON object apart while its bytes come in: into its members, and one list of it into its items. Memory holds one of them.
 * What a value consists of is not looked at, other than where it ends: its JSON is the caller's to parse.
 */
export class DocumentScanner {
  readonly #list: string
  readonly #largest: number
  #state: State = "document"
  /** Bytes before the current chunk. */
  #offset = 0
  #key = ""
  #index: number | null = null
  #hasList = false
  #value: {
    start: number
    pieces: Buffer[]
    length: number
    depth: number
    inString: boolean
    escaped: boolean
  } | null = null

  /** `list` is the member whose items are wanted; `largest` is how many bytes of a value are kept in memory. */
  constructor(list: string, largest: number) {
    this.#list = list
    this.#largest = largest
  }

  /** Whether the member was met, as a list. It may be empty. */
  get hasList(): boolean {
    return this.#hasList
  }

  /** The values that end in this chunk. Fails with `InvalidDocument`, and with a `RangeError` for a value that is too large. */
  *push(chunk: Buffer): Generator<ScannedValue> {
    let at = 0
    while (at < chunk.length && this.#state !== "done") {
      if (this.#value === null) {
        at = this.#between(chunk, at)
        continue
      }
      const end = endOfValue(this.#value, chunk, at)
      this.#keep(chunk.subarray(at, end ?? chunk.length))
      if (end === null) break
      at = end
      const ended = this.#endValue()
      if (ended !== null) yield ended
    }
    this.#offset += chunk.length
  }

  /** Fails with `InvalidDocument` unless the document has ended. */
  end(): void {
    if (this.#state !== "after-document" && this.#state !== "done") throw new InvalidDocument(Number.POSITIVE_INFINITY)
  }

  /** Goes on to the next byte that belongs to a value, and gives where it is; or the byte after what was looked at. */
  #between(chunk: Buffer, at: number): number {
    const byte = chunk[at] ?? 0
    if (isSpace(byte)) return at + 1
    const next = this.#next(byte)
    if (next === null) throw new InvalidDocument(this.#offset + at)
    if (next !== "begin") {
      this.#state = next
      return at + 1
    }
    this.#value = { start: this.#offset + at, pieces: [], length: 0, depth: 0, inString: false, escaped: false }
    return at
  }

  /** The state after a byte between values; `begin` where the byte is the first of a value, null where it may not stand. */
  #next(byte: number): State | "begin" | null {
    switch (this.#state) {
      case "document":
        return byte === openBrace ? "first-key" : null
      case "first-key":
        return byte === closeBrace ? "after-document" : byte === quote ? "begin" : null
      case "key":
        return byte === quote ? "begin" : null
      case "colon":
        return byte === colon ? "value" : null
      case "value":
        if (this.#key !== this.#list || byte !== openBracket) return "begin"
        this.#hasList = true
        this.#index = 0
        return "first-item"
      case "after-value":
        return byte === comma ? "key" : byte === closeBrace ? "after-document" : null
      case "first-item":
        return byte === closeBracket ? "after-value" : "begin"
      case "item":
        return "begin"
      case "after-item":
        return byte === comma ? "item" : byte === closeBracket ? "after-value" : null
      // Shells append what a program said; another document may be the rest of this one.
      default:
        return byte === openBrace || byte === openBracket ? null : "done"
    }
  }

  #keep(piece: Buffer): void {
    if (this.#value === null) return
    this.#value.length += piece.length
    if (this.#value.length > this.#largest) throw new RangeError(`A value has more than ${this.#largest} bytes.`)
    this.#value.pieces.push(piece)
  }

  /** The value that has ended; null for a key. */
  #endValue(): ScannedValue | null {
    const { start = 0, pieces = [] } = this.#value ?? {}
    const bytes = Buffer.concat(pieces)
    this.#value = null
    if (this.#state === "first-key" || this.#state === "key") {
      this.#key = keyOf(bytes, start)
      this.#index = null
      this.#state = "colon"
      return null
    }
    const value = { key: this.#key, index: this.#index, start, bytes }
    this.#state = this.#index === null ? "after-value" : "after-item"
    if (this.#index !== null) this.#index += 1
    return value
  }
}

function keyOf(bytes: Buffer, start: number): string {
  try {
    return String(JSON.parse(bytes.toString("utf8")))
  } catch (cause) {
    throw new InvalidDocument(start, { cause })
  }
}

interface OpenValue {
  depth: number
  inString: boolean
  escaped: boolean
}

/** Where a value ends that goes on at a byte; null where this chunk does not have its end. */
function endOfValue(value: OpenValue, chunk: Buffer, from: number): number | null {
  let at = from
  while (at < chunk.length) {
    if (value.inString) {
      const end = endOfString(value, chunk, at)
      if (end === null) return null
      value.inString = false
      if (value.depth === 0) return end
      at = end
      continue
    }
    const byte = chunk[at] ?? 0
    if (byte === closeBrace || byte === closeBracket) {
      // It ended a number or a word, and is what comes after it.
      if (value.depth === 0) return at
      value.depth -= 1
      if (value.depth === 0) return at + 1
    } else if (value.depth === 0 && (byte === comma || isSpace(byte))) return at
    else if (byte === quote) value.inString = true
    else if (byte === openBrace || byte === openBracket) value.depth += 1
    at += 1
  }
  return null
}

/** The byte after a string's closing quote; null where this chunk does not have it. Images are strings of megabytes. */
function endOfString(value: OpenValue, chunk: Buffer, from: number): number | null {
  let at = from
  if (value.escaped) at += 1
  value.escaped = false
  for (;;) {
    const found = chunk.indexOf(quote, at)
    const end = found === -1 ? chunk.length : found
    let backslashes = 0
    while (end - 1 - backslashes >= at && chunk[end - 1 - backslashes] === backslash) backslashes += 1
    const isEscaped = backslashes % 2 === 1
    if (found === -1) {
      value.escaped = isEscaped
      return null
    }
    if (!isEscaped) return found + 1
    at = found + 1
  }
}
