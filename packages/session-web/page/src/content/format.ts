import type { Author, Usage } from "../api/types.ts"

const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" })
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" })
const whole = new Intl.NumberFormat()
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 })

/** When something was, as short as today allows. */
export function shortTime(milliseconds: number, now = Date.now()): string {
  const date = new Date(milliseconds)
  const today = new Date(now)
  if (date.toDateString() === today.toDateString()) return time.format(date)
  return (date.getFullYear() === today.getFullYear() ? day : dayOfYear).format(date)
}

export const fullTime = (milliseconds: number): string => full.format(milliseconds)

/** To the second, where there is little room. */
export const exactTime = (milliseconds: number): string => exact.format(milliseconds)

export const authorName = (author: Author | null): string | null =>
  author === null ? null : `${author.user}@${author.host}`

export const wholeNumber = (value: number): string => whole.format(value)

export const shortNumber = (value: number): string => short.format(value)

/** All tokens that went in and came out. */
export const tokensOf = ({ input, output, reasoning, cacheRead, cacheWrite }: Usage): number =>
  input + output + reasoning + cacheRead + cacheWrite

/** Dollars; small amounts keep the digits that say something. */
export function dollars(cost: number): string {
  if (cost === 0) return "$0"
  if (cost < 0.0001) return "< $0.0001"
  return `$${cost < 1 ? cost.toPrecision(2).replace(/0+$/, "") : cost.toFixed(2)}`
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`
  return size < 1024 * 1024 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${wholeNumber(count)} ${count === 1 ? one : many}`
