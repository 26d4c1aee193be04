import { InvalidArgumentError } from "commander"
import { parseDuration } from "./parse-values.ts"

/**
 * Reads a moment: a length of time before now (`12h`, `30d`, `2w`), a day (`2026-11-27`, of the local calendar) or a time in ISO 8601.
 * A day begins with its first moment, and ends with the first that is not of it. Epoch milliseconds.
 */
export function parseMoment(value: string, side: "begin" | "end", now = Date.now()): number {
  if (/^\d+[hdw]$/.test(value)) return Math.max(0, now - parseDuration(value))
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []
  if (year !== undefined && month !== undefined && day !== undefined) {
    const date = new Date(Number(year), Number(month) - 1, Number(day) + (side === "end" ? 1 : 0))
    const first = new Date(Number(year), Number(month) - 1, Number(day))
    if (first.getMonth() === Number(month) - 1 && first.getDate() === Number(day)) return positive(date.getTime())
  } else if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) {
    const time = Date.parse(value)
    if (!Number.isNaN(time)) return positive(time)
  }
  throw new InvalidArgumentError(
    "It must be a time ago, such as 12h, 30d or 2w, a day such as 2026-11-27, or a time such as 2026-11-27T16:30.",
  )
}

/** No session is older than the epoch. */
const positive = (time: number): number => Math.max(0, time)
