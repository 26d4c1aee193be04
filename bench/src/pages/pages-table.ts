import type { Table } from "../measurement.ts"
import { median } from "../support/median.ts"
import { totalOf } from "./page-counter.ts"
import type { WrittenPages } from "./written-pages.ts"

/** The pages of each b-tree, those with most first. */
export function pagesTable(written: readonly WrittenPages[]): Table {
  const trees = new Map<string, number>()
  for (const each of written) {
    for (const tree of treesOf(each)) trees.set(tree, (trees.get(tree) ?? 0) + mean(pagesOf(each, tree)))
  }
  const sorted = [...trees.keys()].sort((left, right) => (trees.get(right) ?? 0) - (trees.get(left) ?? 0))
  return {
    title: "pages into the write-ahead log, median (mean)",
    columns: ["b-tree", ...written.map(({ name }) => name)],
    rows: [
      ...sorted.map((tree) => [tree, ...written.map((each) => cell(pagesOf(each, tree)))]),
      ["all", ...written.map((each) => cell(each.samples.map((counts) => totalOf(counts) / each.writes)))],
      ["later, or by closing", ...written.map((each) => laterOf(each).toFixed(2))],
    ],
  }
}

const treesOf = ({ samples }: WrittenPages): Set<string> => new Set(samples.flatMap((counts) => [...counts.keys()]))

/** For each sample, by write. */
const pagesOf = ({ samples, writes }: WrittenPages, tree: string): number[] =>
  samples.map((counts) => (counts.get(tree) ?? 0) / writes)

const laterOf = ({ samples, later, writes }: WrittenPages): number => totalOf(later) / samples.length / writes

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function cell(values: readonly number[]): string {
  if (values.every((value) => value === 0)) return "–"
  const middle = median(values)
  return `${Number.isInteger(middle) ? middle : middle.toFixed(2)} (${mean(values).toFixed(2)})`
}
