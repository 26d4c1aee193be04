import { type Budget, isWithinBudget, type Result, type Table, type Unit } from "../measurement.ts"

const columns = ["what", "ours", "baseline", "ratio", "budget", "ok"]

/** Prints the results as one table. */
export function printResults(results: readonly Result[]): void {
  printRows([columns, ...results.map(cells)])
}

/** Prints a table with its title. */
export function printTable({ title, columns, rows }: Table): void {
  console.log(title)
  printRows([columns, ...rows])
  console.log()
}

/** In columns: the first from the left, the others from the right. */
function printRows(rows: readonly string[][]): void {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)))
  for (const row of rows) {
    const line = row.map((cell, index) => {
      const width = widths[index] ?? 0
      return index === 0 ? cell.padEnd(width) : cell.padStart(width)
    })
    console.log(line.join("  "))
  }
}

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
