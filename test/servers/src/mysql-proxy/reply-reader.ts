import { longestPayload, type Packet } from "./packet-reader.ts"

/** In the status that ends each result: the reply goes on with another one. */
const moreResults = 0x0008

type State = "beginning" | "columns" | "after columns" | "rows" | "ended"

/**
 * Follows the reply to one query to its end. The server sends the result of each statement as soon as it has it: only the end
 * of the whole reply says that its COMMIT is done.
 */
export class ReplyReader {
  readonly #deprecatesEof: boolean
  #state: State = "beginning"
  #columns = 0
  #continued = false

  /** `deprecatesEof`: what the client agreed to in the handshake; no packet stands between columns and rows then. */
  constructor(deprecatesEof: boolean) {
    this.#deprecatesEof = deprecatesEof
  }

  /** Takes the reply's next packet and says whether the reply is complete with it. */
  read({ payload }: Packet): boolean {
    const continues = this.#continued
    this.#continued = payload.length === longestPayload
    // A row of 16 MiB and more: its first packet was looked at.
    if (!continues) this.#state = this.#next(payload)
    return this.#state === "ended"
  }

  #next(payload: Buffer): State {
    const first = payload[0] ?? 0
    switch (this.#state) {
      case "columns":
        this.#columns -= 1
        if (this.#columns > 0) return "columns"
        return this.#deprecatesEof ? "rows" : "after columns"
      case "after columns":
        return "rows"
      case "rows":
        if (first === 0xff) return "ended"
        // A row may begin with 0xfe too: with a value of 16 MiB, and then it is longer.
        return first === 0xfe && payload.length < longestPayload && this.#isEnd(payload) ? this.#after(payload) : "rows"
      default:
        if (first === 0xff) return "ended"
        if (first === 0x00) return this.#after(payload)
        this.#columns = first < 0xfb ? first : payload.readUIntLE(1, first === 0xfc ? 2 : 3)
        return "columns"
    }
  }

  #isEnd(payload: Buffer): boolean {
    return this.#deprecatesEof || payload.length < 9
  }

  /** What follows a packet that ends a result: the next result, or nothing. */
  #after(payload: Buffer): State {
    const isEof = payload[0] === 0xfe && !this.#deprecatesEof
    const status = isEof ? payload.readUInt16LE(3) : statusOfOk(payload)
    return (status & moreResults) === 0 ? "ended" : "beginning"
  }
}

/** Behind two numbers of varying length: how many rows were changed, and the last generated id. */
const statusOfOk = (payload: Buffer): number => {
  const afterRows = 1 + numberLength(payload[1] ?? 0)
  return payload.readUInt16LE(afterRows + numberLength(payload[afterRows] ?? 0))
}

const numberLength = (first: number): number => {
  if (first < 0xfb) return 1
  return { 252: 3, 253: 4, 254: 9 }[first] ?? 1
}
