import type { Statistics } from "@opencode/session-core"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { fieldLines } from "../output/field-lines.ts"
import { formatBytes, formatCost } from "../output/format-number.ts"
import { text } from "../output/safe-text.ts"
import { sizeOnDisk } from "../setup/size-on-disk.ts"
import { examples } from "../usage/examples.ts"

export function define(command: Command, run: RunAction): void {
  command.addHelpText("after", examples("stats", "stats --all-projects --json")).action(() => run(stats))
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
