import { isCount } from "../values/plain-values.ts"

/** No time in seconds is that large for the next three thousand years; one in milliseconds has been since 1973. */
const firstMilliseconds = 1e11

/** The Go lineage counts seconds; some of its versions write milliseconds into the same columns. Null for anything else. */
export function readGoTime(value: unknown): number | null {
  if (!isCount(value)) return null
  return value < firstMilliseconds ? value * 1000 : value
}
