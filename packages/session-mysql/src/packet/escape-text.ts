import { escape as escapeValue } from "mysql2"

/** Characters. */
const pieceLength = 64 * 1024

/** What the driver's quoting puts a backslash before. */
const special = /[\0\b\t\n\r\x1a"'\\]/
const allSpecial = new RegExp(special, "g")

/**
 * A text in quotes, as the driver makes it. By itself the driver holds a hundred bytes of memory for each character that it
 * escapes until the whole is put together, and a text of 16 MiB may have millions of them.
 */
export function escapeText(text: string): string {
  if (text.length <= pieceLength) return escapeValue(text)
  let escaped = ""
  for (let start = 0; start < text.length; start += pieceLength) {
    const piece = text.slice(start, start + pieceLength)
    // By `+`, which refers to the pieces: the whole is put together when it is sent.
    escaped += special.test(piece) ? escapeValue(piece).slice(1, -1) : piece
  }
  return `'${escaped}'`
}

/** How many bytes that has, or a few more. Nothing of the text's size is made. */
export function escapedBytes(text: string): number {
  let bytes = 2
  for (let start = 0; start < text.length; start += pieceLength) {
    const piece = text.slice(start, start + pieceLength)
    bytes += Buffer.byteLength(piece)
    if (special.test(piece)) bytes += piece.match(allSpecial)?.length ?? 0
  }
  return bytes
}
