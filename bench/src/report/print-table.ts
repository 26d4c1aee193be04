import { type Budget, isWithinBudget, type Result, type Unit } from "../measurement.ts"

const columns = ["what", "ours", "baseline", "ratio", "budget", "ok"] as const

/** Prints the results as one table. */
export function printTable(results: readonly Result[]): void {
  const rows = [columns.slice(), ...results.map(cells)]
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
  for (const row of rows) {
    const line = row.map((cell, index) =>
      index === 0 ? cell.padEnd(width(widths, 0)) : cell.padStart(width(widths, index)),
    )
    console.log(line.join("  "))
  }
}

const width = (widths: number[], index: number): number => widths[index] ?? 0

function cells(result: Result): string[] {
  const { what, ours, baseline, unit, ratio, budget } = result
  return [
    what,
    amount(ours, unit),
    amount(baseline, unit),
    ratio.toFixed(2),
    budgetText(budget),
    isWithinBudget(result) ? "yes" : "NO",
  ]
}

const amount = (value: number, unit: Unit): string => `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`

const budgetText = (budget: Budget): string => ("least" in budget ? `≥ ${budget.least}` : `≤ ${budget.most}`)
