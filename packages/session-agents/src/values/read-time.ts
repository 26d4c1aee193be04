import { isCount } from "@opencode/session-opencode/formats"

/** No time in seconds is that large for the next three thousand years; one in milliseconds has been since 1973. */
const firstMilliseconds = 1e11

/** A time as text (ISO 8601) or in seconds or milliseconds, as epoch milliseconds. Null for anything else. */
export function readTime(value: unknown): number | null {
  if (typeof value === "string") {
    const time = Date.parse(value)
    return isCount(time) ? time : null
  }
  if (typeof value !== "number") return null
  const time = Math.trunc(value < firstMilliseconds ? value * 1000 : value)
  return isCount(time) ? time : null
}
