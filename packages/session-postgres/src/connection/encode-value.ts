import { encodeText } from "../sql/text-without-nul.ts"

/** A parameter as the server takes it: as text. */
export function encodeValue(value: unknown): string | null {
  if (value === null) return null
  if (typeof value === "string") return encodeText(value)
  if (typeof value === "number" && Number.isFinite(value)) return String(value)
  throw new TypeError(`A statement takes no ${typeof value}.`)
}
