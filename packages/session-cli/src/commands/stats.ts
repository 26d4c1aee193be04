import {
  SessionStorageError,
  type Statistics,
  type StatisticsDimension,
  type StatisticsGroup,
} from "@opencode/session-core"
import { type Command, Option } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import type { Column } from "../output/column.ts"
import { fieldLines } from "../output/field-lines.ts"
import { formatBytes, formatCost, formatCount } from "../output/format-number.ts"
import { text } from "../output/safe-text.ts"
import { printTable } from "../output/table.ts"
import { sizeOnDisk } from "../setup/size-on-disk.ts"
import { examples } from "../usage/examples.ts"
import { parseMoment } from "../usage/parse-moment.ts"

interface StatsOptions {
  by?: StatisticsDimension
  since?: number
  until?: number
}

export function define(command: Command, run: RunAction): void {
  command
    .addOption(
      new Option("--by <what>", "count messages, tokens and cost by this").choices([
        "day",
        "model",
        "author",
        "project",
      ]),
    )
    .option(
      "--since <time>",
      "with --by: only from this day on, in UTC: 30d or 2w ago, or a day such as 2026-11-27",
      (value) => parseMoment(value, "begin"),
    )
    .option("--until <time>", "with --by: only to this day", (value) => parseMoment(value, "end"))
    .addHelpText(
      "after",
      examples("stats", "stats --by day --since 2w", "stats --by model --all-projects", "stats --all-projects --json"),
    )
    .action((options: StatsOptions) =>
      run((context) => (options.by === undefined ? total(context, options) : by(context, options.by, options))),
    )
}

async function total(context: CommandContext, { since, until }: StatsOptions): Promise<void> {
  if (since === undefined && until === undefined) return stats(context)
  throw new SessionStorageError("invalid_input", "--since and --until need --by.", {
    hint: "`opencode-session stats --by day --since 2w` counts by day.",
  })
}

/** Days are those of UTC, since a team's totals are kept once for everybody. */
async function by(
  context: CommandContext,
  dimension: StatisticsDimension,
  { since, until }: StatsOptions,
): Promise<void> {
  const { globals, output } = context
  const store = await context.openStore()
  const { projectId, provider } = store
  const days = { from: since === undefined ? undefined : beginOfDay(since), to: until }
  const groups = await store.statisticsBy(dimension, days)
  if (globals.json) return output.json({ projectId, provider, by: dimension, groups })
  await printTable(output, groupColumns(dimension), groups)
}

const day = 24 * 60 * 60 * 1000
const beginOfDay = (time: number): number => time - (time % day)

function groupColumns(dimension: StatisticsDimension): Column<StatisticsGroup>[] {
  const tokens: [title: string, count: "input" | "output" | "reasoning" | "cacheRead" | "cacheWrite"][] = [
    ["INPUT", "input"],
    ["OUTPUT", "output"],
    ["REASONING", "reasoning"],
    ["CACHE READ", "cacheRead"],
    ["CACHE WRITE", "cacheWrite"],
  ]
  return [
    {
      title: dimension.toUpperCase(),
      human: ({ key }) => text`${key ?? "(none)"}`,
      plain: ({ key }) => key ?? "",
      flexible: true,
    },
    {
      title: "MESSAGES",
      human: ({ messages }) => text`${formatCount(messages)}`,
      plain: ({ messages }) => messages,
      align: "right",
    },
    ...tokens.map(
      ([title, count], index): Column<StatisticsGroup> => ({
        title,
        human: ({ usage }) => text`${formatCount(usage[count])}`,
        plain: ({ usage }) => usage[count],
        align: "right",
        dropOrder: index + 1,
      }),
    ),
    {
      title: "COST",
      human: ({ usage }) => text`${formatCost(usage.cost)}`,
      plain: ({ usage }) => usage.cost,
      align: "right",
    },
  ]
}

async function stats(context: CommandContext): Promise<void> {
  const { globals, output } = context
  const store = await context.openStore()
  const { projectId, provider } = store
  const statistics = await store.statistics()
  const bytesOnDisk = await sizeOnDisk(store)
  if (globals.json) return output.json({ projectId, provider, statistics, bytesOnDisk })
  const size = bytesOnDisk === null ? "" : output.interactive ? formatBytes(bytesOnDisk) : String(bytesOnDisk)
  const fields: [string, string][] = [
    ["project", projectId ?? "all"],
    ["provider", provider.name],
    ["location", provider.location],
    ...statisticsFields(statistics, output.interactive),
    ["size on disk", size],
  ]
  fieldLines(
    output,
    fields.map(([name, value]) => [name, text`${value}`]),
  )
}

function statisticsFields(statistics: Statistics, forPerson: boolean): [string, string][] {
  const { usage } = statistics
  const count = (value: number) => (forPerson ? value.toLocaleString("en-US") : String(value))
  return [
    ["projects", count(statistics.projects)],
    ["sessions", count(statistics.sessions)],
    ["archived", count(statistics.archivedSessions)],
    ["deleted", count(statistics.deletedSessions)],
    ["messages", count(statistics.messages)],
    ["input tokens", count(usage.input)],
    ["output tokens", count(usage.output)],
    ["reasoning tokens", count(usage.reasoning)],
    ["cache read tokens", count(usage.cacheRead)],
    ["cache write tokens", count(usage.cacheWrite)],
    ["cost", forPerson ? formatCost(usage.cost) : String(usage.cost)],
  ]
}
