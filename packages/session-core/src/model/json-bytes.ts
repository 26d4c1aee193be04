import { slicesOf } from "./text-slices.ts"

/**
 * How many bytes of UTF-8 the JSON of a value has, which JSON can hold as it is. A text of megabytes is looked at slice by
 * slice: it is not copied as a whole.
 */
export function jsonBytes(value: unknown): number {
  if (typeof value === "string") return textBytes(value)
  if (typeof value !== "object" || value === null) return JSON.stringify(value).length
  const sizes = Array.isArray(value)
    ? value.map(jsonBytes)
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => textBytes(key) + 1 + jsonBytes(item))
  // Brackets, and commas between the members.
  return sizes.reduce((sum, size) => sum + size, 2 + Math.max(0, sizes.length - 1))
}

function textBytes(text: string): number {
  const quotes = 2
  let bytes = quotes
  for (const slice of slicesOf(text)) bytes += Buffer.byteLength(JSON.stringify(slice)) - quotes
  return bytes
}
