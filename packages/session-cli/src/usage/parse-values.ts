import { limits } from "@opencode/session-core"
import { InvalidArgumentError } from "commander"

/** Reads how many a page may have. */
export function parseLimit(value: string): number {
  const limit = Number(value)
  if (/^\d+$/.test(value) && limit >= 1 && limit <= limits.pageSize) return limit
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${limits.pageSize}.`)
}

const hour = 3_600_000
const unitMilliseconds: Readonly<Record<string, number>> = { h: hour, d: 24 * hour, w: 7 * 24 * hour }

/** Reads a length of time, `12h`, `30d` or `8w`, as milliseconds. */
export function parseDuration(value: string): number {
  const [, count = "", unit = ""] = /^(\d{1,6})([hdw])$/.exec(value) ?? []
  const milliseconds = unitMilliseconds[unit]
  if (milliseconds !== undefined) return Number(count) * milliseconds
  throw new InvalidArgumentError("It must be a number of hours, days or weeks, such as 12h, 30d or 8w.")
}
