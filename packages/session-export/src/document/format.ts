import type { Usage } from "@opencode/session-core"

/** `2026-11-28 07:05:09 UTC`: a document is read by people of several time zones, and must say the same each time. */
export const formatTime = (milliseconds: number): string => {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime())
    ? String(milliseconds)
    : `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`
}

/** `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(milliseconds: number): string {
  if (!(milliseconds >= 0)) return ""
  const seconds = milliseconds / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const number = new Intl.NumberFormat("en-US")

const formatCount = (count: number, one: string): string => `${number.format(count)} ${one}${count === 1 ? "" : "s"}`

/** `1,234 tokens (1,000 in, 200 out, 34 reasoning), $0.01`; empty where nothing was used. */
export function formatUsage({ input, output, reasoning, cacheRead, cacheWrite, cost }: Usage): string {
  const counts = [
    [input, "in"],
    [output, "out"],
    [reasoning, "reasoning"],
    [cacheRead, "from the cache"],
    [cacheWrite, "to the cache"],
  ] as const
  const total = counts.reduce((sum, [count]) => sum + count, 0)
  const parts = counts.filter(([count]) => count > 0).map(([count, name]) => `${number.format(count)} ${name}`)
  const tokens = total === 0 ? [] : [`${formatCount(total, "token")} (${parts.join(", ")})`]
  return [...tokens, ...(cost === 0 ? [] : [formatCost(cost)])].join(", ")
}

/** Dollars; small amounts keep the digits that say something. */
function formatCost(cost: number): string {
  if (cost < 0.0001) return "< $0.0001"
  return `$${cost < 1 ? cost.toPrecision(2).replace(/0+$/, "") : cost.toFixed(2)}`
}

export const formatBytes = (size: number): string =>
  size < 1024
    ? formatCount(size, "byte")
    : size < 1024 * 1024
      ? `${(size / 1024).toFixed(1)} KB`
      : `${(size / 1024 / 1024).toFixed(1)} MB`
