import { type JsonValue, limits } from "@opencode/session-core"

/** More than any clock or counter of a session says, and far from where numbers lose their last digits. */
const maximumCount = 1e15

/** Whether a value can be a time in milliseconds, or a number of tokens. */
export const isCount = (value: unknown): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= maximumCount

/** Whether a value can be an id, a role or a type in the store, as it is. */
export const isId = (value: unknown): value is string =>
  typeof value === "string" &&
  value !== "" &&
  value.isWellFormed() &&
  !/[\u0000-\u001f\u007f]/.test(value) &&
  Buffer.byteLength(value) <= limits.idBytes

/** Whether a value can be a plain text in the store, as it is, of at most so many bytes. */
export const isText = (value: unknown, limit: number): value is string =>
  typeof value === "string" && value.isWellFormed() && Buffer.byteLength(value) <= limit

/**
 * The beginning of a text that is over a limit, of whole characters, with an ellipsis; otherwise the text. The whole of it
 * must be kept elsewhere.
 */
export function shorten(value: string, limit: number): string {
  const text = value.toWellFormed()
  if (Buffer.byteLength(text) <= limit) return text
  const end = "…"
  const bytes = Buffer.from(text)
  let length = limit - Buffer.byteLength(end)
  // Not within a character: all its bytes but the first begin with the bits 10.
  while (length > 0 && ((bytes[length] ?? 0) & 0xc0) === 0x80) length -= 1
  return `${bytes.toString("utf8", 0, length)}${end}`
}

/** A value of a SQLite row as JSON: a blob becomes its base64, a number that JSON cannot hold its text. */
export function jsonOfColumn(value: unknown): JsonValue {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value
  if (typeof value === "number" && Number.isFinite(value)) return value
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString("base64") }
  return String(value)
}

/** A value of a SQLite row as text, whatever its type. */
export function textOfColumn(value: unknown): string {
  if (typeof value === "string") return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8")
  return value === null || value === undefined ? "" : String(value)
}
