const scales: readonly [size: number, suffix: string][] = [
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
]

/** A count for people: `812`, `12.3k`, `4.1M`. */
export function formatCount(count: number): string {
  // What rounds up to the next scale belongs to it: 999,960 is 1M, not 1000k.
  const scale = scales.find(([size]) => count >= size * 0.99995)
  if (scale === undefined) return String(count)
  const [size, suffix] = scale
  return `${(count / size).toFixed(1).replace(/\.0$/, "")}${suffix}`
}

/** Money for people, in US dollars: cents when it is much, all that matters when it is little. */
export function formatCost(cost: number): string {
  if (cost === 0) return "$0"
  return `$${cost.toFixed(Math.abs(cost) >= 1 ? 2 : 4)}`
}

/** Bytes for people: `812 B`, `4.0 KiB`, `12.5 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  let size = bytes
  let unit = "B"
  for (const next of ["KiB", "MiB", "GiB", "TiB"]) {
    if (size < 1024) break
    size /= 1024
    unit = next
  }
  return `${size.toFixed(1)} ${unit}`
}

/** "1 session", "2 sessions". */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`
