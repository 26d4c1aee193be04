import { slicesOf } from "../model/text-slices.ts"

/** Characters. A longer text is written piece by piece. */
const pieceLength = 64 * 1024

/**
 * Writes the JSON of a value with the keys of every object in order: equal values have equal texts, however they were built. A
 * key whose value is `undefined` is left out.
 *
 * Pieces have a bounded length: a value of 16 MiB is not copied as a whole. Returns how many characters there were.
 */
export function writeCanonicalJson(value: unknown, write: (piece: string) => void): number {
  let written = 0
  let pending = ""
  const flush = () => {
    written += pending.length
    write(pending)
    pending = ""
  }
  addJson(value, (text) => {
    pending += text
    if (pending.length >= pieceLength) flush()
  })
  flush()
  return written
}

/** The same as one text. */
export function canonicalJson(value: unknown): string {
  let json = ""
  addJson(value, (text) => {
    json += text
  })
  return json
}

function addJson(value: unknown, add: (text: string) => void): void {
  if (typeof value === "string" && value.length > pieceLength) {
    add('"')
    // Its pieces end between characters, so that each has the JSON that it has within the whole.
    for (const slice of slicesOf(value)) add(JSON.stringify(slice).slice(1, -1))
    add('"')
  } else if (typeof value !== "object" || value === null) {
    add(JSON.stringify(value) ?? "null")
  } else if (Array.isArray(value)) {
    add("[")
    for (const [index, item] of value.entries()) {
      if (index > 0) add(",")
      addJson(item, add)
    }
    add("]")
  } else {
    addObject(value, add)
  }
}

function addObject(value: object, add: (text: string) => void): void {
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
  let separator = "{"
  for (const [key, item] of members) {
    add(`${separator}${JSON.stringify(key)}:`)
    addJson(item, add)
    separator = ","
  }
  add(members.length === 0 ? "{}" : "}")
}
