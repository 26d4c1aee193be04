import { diffLines } from "diff"
import { type DiffRow, DiffRows } from "./diff-rows.ts"

/** How many unchanged lines are shown around a change. */
const context = 3

/** Files whose difference takes longer to find are shown as a whole. */
const timeoutMilliseconds = 500

/** The lines of two texts side by side, long stretches without a change left out. */
export function diffRows(before: string, after: string): DiffRow[] {
  const rows = new DiffRows()
  for (const change of compare(before, after)) {
    for (const text of linesOf(change.value)) {
      if (change.removed) rows.remove(text)
      else if (change.added) rows.add(text)
      else rows.keep(text)
    }
  }
  return withoutLongStretches(rows.end())
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
