import type { LivePiece } from "@opencode/session-opencode/mirror"
import type { OpenCodeEvent } from "./opencode-input.ts"

/** Milliseconds for which pieces are gathered: a model speaks a hundred a second. */
const together = 200
/** Characters that are gathered at most: then the rest is left out, which OpenCode writes when it is done. */
const mostGathered = 256 * 1024

/** Gathers what models are speaking, and hands it on now and then. */
export class LivePieces {
  readonly #send: (pieces: LivePiece[]) => void
  #gathered = new Map<string, LivePiece>()
  #size = 0
  #timer: NodeJS.Timeout | null = null

  constructor(send: (pieces: LivePiece[]) => void) {
    this.#send = send
  }

  /** Takes an event. Whether it was a piece of a text. */
  take({ type, properties = {} }: OpenCodeEvent): boolean {
    if (type !== "message.part.delta") return false
    const { sessionID: sessionId, messageID: messageId, partID: partId, field, delta: text } = properties
    const isText = [sessionId, messageId, partId, text].every((each) => typeof each === "string")
    if (!isText || field !== "text") return true
    // Checked above.
    this.#gather({ sessionId, messageId, partId, text } as LivePiece)
    return true
  }

  #gather(piece: LivePiece): void {
    if (this.#size + piece.text.length > mostGathered) return
    this.#size += piece.text.length
    const before = this.#gathered.get(piece.partId)
    if (before === undefined) this.#gathered.set(piece.partId, piece)
    else before.text += piece.text
    this.#timer ??= setTimeout(() => this.#flush(), together)
  }

  #flush(): void {
    this.#timer = null
    const pieces = [...this.#gathered.values()]
    this.#gathered = new Map()
    this.#size = 0
    this.#send(pieces)
  }
}
