import { useEffect, useRef } from "preact/hooks"
import uPlot from "uplot"
import "uplot/dist/uPlot.min.css"
import type { DayStatistics } from "../api/types.ts"
import { dollars, shortNumber, tokensOf } from "../content/format.ts"
import { theme } from "../state/theme.ts"

const height = 260

/** Tokens as columns and cost as a line, day by day. */
export function UsageChart({ days }: { days: readonly DayStatistics[] }) {
  const frame = useRef<HTMLDivElement>(null)
  const colours = theme.value
  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const chart = new uPlot(chartOptions(element), chartData(days), element)
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      chart.destroy()
    }
  }, [days, colours])
  return (
    <div class="chart" ref={frame} role="img" aria-label="Tokens and cost by day; the table below has the numbers" />
  )
}

const dayMilliseconds = 86_400_000

/** So few days look lost in a chart of their own. */
const fewestDays = 14

/** All days up to the last, those without anything too: a gap in time is a gap in the chart. */
function chartData(days: readonly DayStatistics[]): uPlot.AlignedData {
  const byDate = new Map(days.map((entry) => [entry.date, entry.usage]))
  const dates = days.map(({ date }) => Date.parse(date))
  const newest = Math.max(...dates)
  // A day with nothing on it, for the last column to have its whole width.
  const last = newest + dayMilliseconds
  const first = Math.min(...dates, last - fewestDays * dayMilliseconds)
  const count = Math.round((last - first) / dayMilliseconds) + 1
  const all = Array.from({ length: count }, (_, index) => first + index * dayMilliseconds)
  const usages = all.map((time) => byDate.get(isoDay(time / 1000)))
  const until = (values: number[]): (number | null)[] =>
    values.map((value, index) => ((all[index] ?? 0) > newest ? null : value))
  return [
    all.map((time) => time / 1000),
    until(usages.map((usage) => (usage === undefined ? 0 : tokensOf(usage)))),
    until(usages.map((usage) => usage?.cost ?? 0)),
  ]
}

const isoDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)

const shortDay = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" })

const daySteps = [1, 2, 7, 14, 28, 91].map((days) => (days * dayMilliseconds) / 1000)

function chartOptions(element: HTMLElement): uPlot.Options {
  const style = getComputedStyle(element)
  const colour = (name: string): string => style.getPropertyValue(name).trim()
  const axis = { stroke: colour("--text-quiet"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } }
  return {
    width: element.clientWidth,
    height,
    // Days are named in the time zone that they were made in, by dates without one.
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    scales: { x: { time: true }, tokens: { range: fromZero }, cost: { range: fromZero } },
    cursor: { drag: { x: false, y: false } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        incrs: daySteps,
        space: 64,
        values: (_, values) => values.map((seconds) => shortDay.format(seconds * 1000)),
      },
      { ...axis, scale: "tokens", size: 60, values: (_, values) => values.map((value) => shortNumber(value)) },
      { ...axis, scale: "cost", side: 1, size: 70, grid: { show: false }, values: (_, values) => values.map(dollars) },
    ],
    series: [
      { label: "Day", value: (_, seconds) => (seconds === null ? "–" : isoDay(seconds)) },
      {
        label: "Tokens",
        scale: "tokens",
        stroke: colour("--accent"),
        fill: colour("--accent-soft"),
        paths: uPlot.paths.bars?.({ size: [0.6, 48] }),
        points: { show: false },
        value: (_, value) => (value === null ? "–" : shortNumber(value)),
      },
      {
        label: "Cost",
        scale: "cost",
        stroke: colour("--warm"),
        width: 2,
        value: (_, value) => (value === null ? "–" : dollars(value)),
      },
    ],
  }
}

function fromZero(_chart: uPlot, _minimum: number, maximum: number): [number, number] {
  return [0, maximum > 0 ? maximum * 1.1 : 1]
}
