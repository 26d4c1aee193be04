import { SessionStorageError } from "../errors/session-storage-error.ts"
import { TooLargeError } from "../errors/too-large-error.ts"
import { jsonBytes } from "../model/json-bytes.ts"
import { limits } from "../provider/limits.ts"

const invalid = (what: string, problem: string, hint?: string) =>
  new SessionStorageError("invalid_input", `${what} ${problem}.`, hint === undefined ? {} : { hint })

/** A UTF-16 unit is at most three bytes of UTF-8. */
const maximumBytesPerUnit = 3

/** Checks a plain text: a string of valid Unicode, not over `limit` bytes. */
export function checkText(what: string, value: unknown, limit: number): void {
  if (typeof value !== "string") throw invalid(what, `must be a string, not ${describe(value)}`)
  if (!value.isWellFormed()) {
    throw invalid(
      what,
      "has half of a surrogate pair, which no database can store as text",
      "Cut text between characters.",
    )
  }
  if (value.length * maximumBytesPerUnit > limit) {
    const size = Buffer.byteLength(value)
    if (size > limit) throw new TooLargeError(what, size, limit)
  }
}

/** Checks an id: a text that is not empty and has no control characters. */
export function checkId(what: string, value: unknown, limit: number): void {
  // A text, from here on.
  checkText(what, value, limit)
  if (value === "") throw invalid(what, "must not be empty")
  if (/[\u0000-\u001f\u007f]/.test(value as string)) throw invalid(what, "must not have control characters")
}

/** Checks a whole number that is not negative: a time, a count, a revision. */
export function checkCount(what: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw invalid(what, `must be a whole number that is not negative, not ${describe(value)}`)
  }
}

/**
 * Checks that JSON can hold a value as it is, and that its JSON is not over `limit` bytes. What JSON would change silently
 * (NaN, a big integer, a Map) is refused. A property that is `undefined` is dropped, as JSON does.
 */
export function checkJson(what: string, value: unknown, limit: number): void {
  const bound = jsonSizeBound(what, value, 0)
  if (bound <= limit) return
  const size = jsonBytes(value)
  if (size > limit) throw new TooLargeError(what, size, limit)
}

/** A control character or a lone surrogate becomes `\u0000`. */
const maximumJsonBytesPerUnit = 6

/** Not less than the bytes of the value's JSON: exact sizes are only computed near the limit. */
function jsonSizeBound(what: string, value: unknown, depth: number): number {
  if (depth > limits.jsonLevels)
    throw invalid(what, `is nested more than ${limits.jsonLevels} deep, or contains itself`)
  switch (typeof value) {
    case "string":
      return value.length * maximumJsonBytesPerUnit + 2
    case "boolean":
      return 5
    case "number":
      if (!Number.isFinite(value)) throw invalid(what, `has ${value}, which JSON cannot hold`)
      return 25
    case "object": {
      if (value === null) return 4
      if (Array.isArray(value)) {
        return value.reduce((size: number, item) => size + jsonSizeBound(what, item, depth + 1) + 1, 2)
      }
      const prototype = Object.getPrototypeOf(value)
      if (prototype !== Object.prototype && prototype !== null) {
        throw invalid(what, `has a ${prototype?.constructor?.name ?? "class"}, which JSON cannot hold as it is`)
      }
      let size = 2
      for (const [key, item] of Object.entries(value)) {
        if (item !== undefined) size += key.length * maximumJsonBytesPerUnit + 4 + jsonSizeBound(what, item, depth + 1)
      }
      return size
    }
    default:
      throw invalid(what, `has ${describe(value)}, which JSON cannot hold`)
  }
}

function describe(value: unknown): string {
  if (value === null) return "null"
  if (value === undefined) return "undefined"
  return typeof value === "number" || typeof value === "bigint" ? String(value) : `a ${typeof value}`
}
