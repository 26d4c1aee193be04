import { type JsonObject, type JsonValue, limits } from "@opencode/session-core"

/** Bytes that are kept of a text that is cut. */
const keptBytes = 64 * 1024
/** What a character of a text may take in JSON. */
const bytesPerUnit = 6

/**
 * Cuts the longest texts of a part's data until the store takes it, and tells of each by where it stands. Null when that is not
 * enough. A file's content is worth nothing in part: nothing of it is kept. `size` is about how long its JSON is.
 */
export function fitData(
  data: JsonObject,
  size: number,
  onCut: (path: string, bytes: number) => void,
): JsonObject | null {
  if (size * bytesPerUnit <= limits.valueBytes && JSON.stringify(data).length * bytesPerUnit <= limits.valueBytes)
    return data
  let bytes = bytesOf(data)
  if (bytes <= limits.valueBytes) return data
  const texts = [...longTexts(data, "")].sort((left, right) => right.bytes - left.bytes)
  const cut = new Map<string, number>()
  for (const text of texts) {
    if (bytes <= limits.valueBytes) break
    bytes -= text.bytes - keptBytes
    cut.set(text.path, text.bytes)
    onCut(text.path, text.bytes)
  }
  const fitted = withCut(data, "", cut)
  return bytesOf(fitted) <= limits.valueBytes ? (fitted as JsonObject) : null
}

const bytesOf = (value: JsonValue): number => Buffer.byteLength(JSON.stringify(value))

function* longTexts(value: JsonValue | undefined, path: string): Generator<{ path: string; bytes: number }> {
  if (typeof value === "string") {
    if (value.length * bytesPerUnit > keptBytes) {
      const bytes = bytesOf(value)
      if (bytes > 2 * keptBytes) yield { path, bytes }
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* longTexts(item, pathOf(path, key))
  }
}

function withCut(value: JsonValue, path: string, cut: ReadonlyMap<string, number>): JsonValue {
  if (typeof value === "string") {
    const bytes = cut.get(path)
    return bytes === undefined ? value : cutText(value, bytes)
  }
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.map((item, index) => withCut(item, pathOf(path, index), cut))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      item === undefined ? null : withCut(item, pathOf(path, key), cut),
    ]),
  )
}

function cutText(value: string, bytes: number): string {
  const mark = `[cut: it had ${bytes} bytes, and the store takes ${limits.valueBytes}]`
  if (value.startsWith("data:")) return `data:,${encodeURIComponent(mark)}`
  // A quarter is enough for what JSON escapes of a usual text.
  return `${value.slice(0, keptBytes / 4).toWellFormed()}\n${mark}`
}

const pathOf = (path: string, key: string | number): string => (path === "" ? String(key) : `${path}.${key}`)
