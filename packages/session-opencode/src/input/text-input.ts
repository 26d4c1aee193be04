import { createReadStream } from "node:fs"
import type { TextInput } from "../source/source-input.ts"
import { encodingOf, type TextEncoding } from "./text-encoding.ts"

/** A file as a text. `name` is what it is called in errors; `beginning` are its first bytes. */
export function textInput(file: string, name: string, size: number, beginning: Uint8Array): TextInput {
  const encoding = encodingOf(beginning)
  const { label, markBytes } = encoding
  return {
    kind: "text",
    path: name,
    beginning: new TextDecoder(label, { ignoreBOM: true }).decode(beginning.subarray(markBytes)),
    size,
    file: label === "utf-8" ? file : null,
    bytes: () => utf8Of(createReadStream(file, { start: markBytes }), encoding),
  }
}

async function* utf8Of(pieces: AsyncIterable<Buffer>, { label }: TextEncoding): AsyncGenerator<Uint8Array> {
  if (label === "utf-8") return yield* pieces
  const decoder = new TextDecoder(label, { ignoreBOM: true })
  for await (const piece of pieces) yield Buffer.from(decoder.decode(piece, { stream: true }))
  yield Buffer.from(decoder.decode())
}
