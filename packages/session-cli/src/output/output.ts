import { styleText } from "node:util"
import { safeJson } from "./safe-json.ts"
import { SafeText } from "./safe-text.ts"

type Style = Parameters<typeof styleText>[0]

/** A stream of the process, as far as we need it. */
export interface OutputStream {
  /** True on a terminal. */
  readonly isTTY?: boolean
  /** Its width; 0 or undefined when it does not know. */
  readonly columns?: number
  readonly writableNeedDrain: boolean
  write(text: string): unknown
  once(event: "drain", listener: () => void): unknown
}

/** Small enough that nobody waits for it, large enough that a long table is a few writes. */
const bufferCharacters = 16 * 1024

/** Where a command prints. Nothing but text that was made safe, and JSON, gets through. */
export class Output {
  /** Whether a person looks at it: a terminal. */
  readonly interactive: boolean
  readonly #stream: OutputStream
  readonly #colour: boolean
  #buffer = ""

  constructor(stream: OutputStream, colour: boolean) {
    this.#stream = stream
    this.#colour = colour
    this.interactive = stream.isTTY === true
  }

  /** Columns of the terminal. */
  get width(): number {
    return this.#stream.columns || 80
  }

  /** Text in a colour or weight, where there is any. */
  style(style: Style, text: SafeText): SafeText {
    if (!this.#colour || text.value === "") return text
    return new SafeText(styleText(style, text.value, { validateStream: false }))
  }

  line(text: SafeText): void {
    this.write(`${text.value}\n`)
  }

  /** A JSON value on a line of its own. */
  json(value: unknown): void {
    this.write(`${safeJson(value)}\n`)
  }

  /** @internal Text that is safe already: JSON, or what `line` was given. */
  write(value: string): void {
    this.#buffer += value
    if (this.#buffer.length >= bufferCharacters) this.#send()
  }

  /** Sends what was printed so far, and waits while whoever reads it is slow. */
  async flush(): Promise<void> {
    this.#send()
    if (!this.#stream.writableNeedDrain) return
    await new Promise<void>((resolve) => {
      this.#stream.once("drain", resolve)
    })
  }

  #send(): void {
    if (this.#buffer === "") return
    const text = this.#buffer
    this.#buffer = ""
    this.#stream.write(text)
  }
}
