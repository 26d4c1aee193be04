import { SessionStorageError } from "../errors/session-storage-error.ts"

/** Longer than any line that `exportLines` writes: a message may have several values of 16 MiB, escaped. */
const maximumLineLength = 256 * 1024 * 1024

/**
 * The lines of a text that comes in pieces, such as those of a file's or standard input's stream, without their line feeds.
 * Only a line feed ends a line: U+2028 and a bare carriage return, at which `node:readline` splits too, may stand in JSON.
 *
 * Fails with `corrupt`, naming the line, where the bytes are no UTF-8 or a line is longer than 256 MiB.
 */
export async function* splitLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  let lineNumber = 1
  let rest: string[] = []
  let restLength = 0
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true })
    } catch (cause) {
      throw new SessionStorageError("corrupt", `Line ${lineNumber} or one soon after it is no valid UTF-8.`, {
        hint: "The file is damaged or no text. Make the export again.",
        cause,
      })
    }
  }
  for await (const piece of pieces) {
    const lines = decode(piece).split("\n")
    const last = lines.pop() ?? ""
    for (const line of lines) {
      rest.push(line)
      yield rest.join("")
      rest = []
      restLength = 0
      lineNumber += 1
    }
    rest.push(last)
    restLength += last.length
    if (restLength > maximumLineLength) {
      throw new SessionStorageError("corrupt", `Line ${lineNumber} is longer than 256 MiB.`, {
        hint: "The file is damaged, or no export of ours.",
      })
    }
  }
  rest.push(decode())
  const last = rest.join("")
  if (last !== "") yield last
}
