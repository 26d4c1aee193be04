const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const twoDigits = (value: number): string => String(value).padStart(2, "0")

/**
 * A time for programs and files: ISO 8601 in UTC, `2026-11-22T15:05:00.000Z`. It sorts as text, and finding out the local time
 * zone would take a tenth of the time that listing sessions takes.
 */
export function formatTime(time: number): string {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString()
}

/** A time for people, to the second: `2026-11-22 16:05:00`, local. */
export function formatDateTime(time: number): string {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? String(time) : `${formatDate(date)} ${formatClock(date)}`
}

/** How long ago, for a narrow column: `3 h ago`; the date after a week. */
export function formatAge(time: number, now: number): string {
  const age = now - time
  if (age < -minute || age >= 7 * day) return formatDateTime(time).slice(0, 16)
  if (age < minute) return "just now"
  if (age < hour) return `${Math.floor(age / minute)} min ago`
  if (age < day) return `${Math.floor(age / hour)} h ago`
  return `${Math.floor(age / day)} d ago`
}

/** How long something took: `340 ms`, `2.3 s`, `4 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(0, Math.round(milliseconds))} ms`
  if (milliseconds < minute) return `${(milliseconds / 1000).toFixed(1)} s`
  if (milliseconds < hour) return `${Math.round(milliseconds / minute)} min`
  return `${(milliseconds / hour).toFixed(1)} h`
}

const formatDate = (date: Date): string =>
  `${String(date.getFullYear()).padStart(4, "0")}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`

const formatClock = (date: Date): string =>
  `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`
