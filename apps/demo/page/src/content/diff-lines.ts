import { diffLines } from "diff"

/** A line on the left, on the right, or the same on both. */
export interface DiffRow {
  kind: "same" | "removed" | "added" | "changed" | "skipped"
  left: { number: number; text: string } | null
  right: { number: number; text: string } | null
}

/** How many unchanged lines are shown around a change. */
const context = 3

/** Files whose difference takes longer to find are shown as a whole. */
const timeoutMilliseconds = 500

/** The lines of two texts side by side, long stretches without a change left out. */
export function diffRows(before: string, after: string): DiffRow[] {
  const rows: DiffRow[] = []
  let left = 0
  let right = 0
  let removed: string[] = []
  const flush = (added: readonly string[]) => {
    for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
      const [old, fresh] = [removed[index], added[index]]
      rows.push({
        kind: old === undefined ? "added" : fresh === undefined ? "removed" : "changed",
        left: old === undefined ? null : { number: ++left, text: old },
        right: fresh === undefined ? null : { number: ++right, text: fresh },
      })
    }
    removed = []
  }
  for (const change of compare(before, after)) {
    const lines = linesOf(change.value)
    if (change.removed) removed = lines
    else if (change.added) flush(lines)
    else {
      flush([])
      for (const text of lines) {
        rows.push({ kind: "same", left: { number: ++left, text }, right: { number: ++right, text } })
      }
    }
  }
  flush([])
  return withoutLongStretches(rows)
}

/** How many lines went and came. */
export function diffCounts(rows: readonly DiffRow[]): { added: number; removed: number } {
  const counted = rows.filter(({ kind }) => kind !== "same" && kind !== "skipped")
  return {
    added: counted.filter(({ right }) => right !== null).length,
    removed: counted.filter(({ left }) => left !== null).length,
  }
}

function compare(before: string, after: string): { value: string; added?: boolean; removed?: boolean }[] {
  return (
    diffLines(before, after, { timeout: timeoutMilliseconds }) ?? [
      { value: before, removed: true },
      { value: after, added: true },
    ]
  )
}

function linesOf(text: string): string[] {
  if (text === "") return []
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n")
}

function withoutLongStretches(rows: readonly DiffRow[]): DiffRow[] {
  const near = new Set<number>()
  rows.forEach(({ kind }, index) => {
    if (kind === "same") return
    for (let around = index - context; around <= index + context; around += 1) near.add(around)
  })
  if (near.size === 0) return [...rows]
  const shown: DiffRow[] = []
  rows.forEach((row, index) => {
    if (near.has(index)) shown.push(row)
    else if (shown.at(-1)?.kind !== "skipped") shown.push({ kind: "skipped", left: null, right: null })
  })
  return shown
}
