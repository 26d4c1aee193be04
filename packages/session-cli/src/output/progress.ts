import type { OutputStream } from "./output.ts"
import { type SafeText, text } from "./safe-text.ts"

const firstMilliseconds = 1000
const intervalMilliseconds = 100

/** How far a command is, on one line of the terminal that is written again and again. */
export interface Progress {
  /** Says how far it is; `describe` is only called when it is shown. */
  update(describe: () => SafeText): void
  /** Clears the line. */
  end(): void
}

const silent: Progress = { update() {}, end() {} }

/** Progress on a stream: nothing within the first second, and nothing at all when it is no terminal. */
export function createProgress(stream: OutputStream): Progress {
  if (stream.isTTY !== true) return silent
  let next = Date.now() + firstMilliseconds
  let shown = false
  return {
    update(describe) {
      const now = Date.now()
      if (now < next) return
      next = now + intervalMilliseconds
      shown = true
      // Cut to the width: a line that wraps could not be cleared.
      const line = describe().value.slice(0, (stream.columns || 80) - 1)
      stream.write(`\r\u001b[K${line}`)
    },
    end() {
      if (shown) stream.write("\r\u001b[K")
      shown = false
    },
  }
}

/** `12 of 40 sessions`, or `12 sessions` while nobody knows how many there are. */
export const progressOf = (done: number, total: number | null, noun: string): SafeText =>
  total === null ? text`${done} ${noun}` : text`${done} of ${total} ${noun}`
