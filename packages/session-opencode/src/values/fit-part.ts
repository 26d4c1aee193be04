import { type JsonObject, type JsonValue, limits } from "@opencode/session-core"
import { isObject } from "./json-text.ts"

/** Room for the marks that are put in. */
const maximumBytes = limits.valueBytes - 256 * 1024
/** A character is at most so many bytes of JSON. */
const bytesPerUnit = 6
/** Characters of a text that stay where it is shortened. */
const keptCharacters = 64 * 1024
/** Shorter texts are no reason for a part's size. */
const worthShortening = 4096

/** A text within a value, by the keys that lead to it. */
interface Place {
  holder: { [key: string]: JsonValue | undefined }
  key: string
  path: string
  text: string
  bytes: number
}

/**
 * Shortens the largest texts of a part until it fits into the store, and tells of each. Its beginning stays, with a mark; of a file
 * as a `data:` URL its type. The sizes of what is missing stand under `omitted`. `size` is about how long its JSON is, where that is
 * known. A part that is large without large texts keeps only its type, and that is told, too, with an empty path.
 */
export function fitPart(data: JsonObject, size: number, onShorten: (path: string, bytes: number) => void): JsonObject {
  if (size * bytesPerUnit <= maximumBytes) return data
  let total = Buffer.byteLength(JSON.stringify(data))
  if (total <= maximumBytes) return data
  const fitted = structuredClone(data)
  const omitted: { [path: string]: number } = {}
  for (const place of textsOf(fitted).sort((left, right) => right.bytes - left.bytes)) {
    if (total <= maximumBytes || place.bytes < worthShortening) break
    const short = shortened(place)
    place.holder[place.key] = short
    omitted[place.path] = place.bytes
    total -= place.bytes - Buffer.byteLength(JSON.stringify(short))
    onShorten(place.path, place.bytes)
  }
  if (total <= maximumBytes) return { ...fitted, omitted }
  onShorten("", total)
  return { omitted: { all: total } }
}

function shortened({ text, bytes }: Place): string {
  const url = /^data:[^,]{0,200},/.exec(text)
  if (url !== null) return url[0]
  return `${text.slice(0, keptCharacters).toWellFormed()}\n[… ${bytes} bytes in all: the import shortened it to what the store takes]`
}

function textsOf(value: JsonObject): Place[] {
  const found: Place[] = []
  const waiting: { holder: JsonValue; path: string }[] = [{ holder: value, path: "" }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { holder, path } = next
    // An array takes an index as a key.
    if (!isObject(holder) && !Array.isArray(holder)) continue
    const keyed = holder as Place["holder"]
    for (const [key, item] of Object.entries(keyed)) {
      const at = path === "" ? key : `${path}.${key}`
      if (typeof item === "string")
        found.push({ holder: keyed, key, path: at, text: item, bytes: Buffer.byteLength(JSON.stringify(item)) })
      else if (typeof item === "object" && item !== null) waiting.push({ holder: item, path: at })
    }
  }
  return found
}

/** What a report says of a text that was shortened. */
export const shortenedReason = (path: string, type: string): string =>
  `${path === "" ? "All" : `The value ${path}`} of its part of type ${type} is over the store's limit of ${limits.valueBytes} bytes; it was shortened, and the rest is imported.`
