import { limits } from "../provider/limits.ts"

const lastCodePoint = 0x10ffff
const surrogates = { first: 0xd800, last: 0xdfff }
/** Greater than every id: no id has as many bytes. */
const afterAllIds = String.fromCodePoint(lastCodePoint).repeat(Math.ceil((limits.idBytes + 1) / 4))

/**
 * The first text, by the bytes of UTF-8, that comes after every id with a prefix: what begins with `prefix` is not less than it
 * and less than this. A range has no wildcards, and every index can answer it.
 */
export function textAfterPrefix(prefix: string): string {
  // The order of code points is that of their UTF-8.
  const characters = [...prefix]
  while (true) {
    const last = characters.pop()?.codePointAt(0)
    if (last === undefined) return afterAllIds
    if (last === lastCodePoint) continue
    const next = last + 1 === surrogates.first ? surrogates.last + 1 : last + 1
    return characters.join("") + String.fromCodePoint(next)
  }
}
