import { decodeText } from "../sql/text-without-nul.ts"

/** The types that come as texts and are numbers: int8, int2, int4, float4, float8, numeric. No number of ours is above 2^53. */
export const numericTypes: ReadonlySet<number> = new Set([20, 21, 23, 700, 701, 1700])

/** A column's value, of the text that the server sends for it. */
export function decodeValue(text: string | null, type: number): string | number | null {
  if (text === null) return null
  return numericTypes.has(type) ? Number(text) : decodeText(text)
}
