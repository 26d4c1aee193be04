import type { ProjectSummary } from "@opencode/session-core"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import type { Column } from "../output/column.ts"
import { formatAge, formatTime } from "../output/format-time.ts"
import type { Output } from "../output/output.ts"
import { text } from "../output/safe-text.ts"
import { printTable } from "../output/table.ts"
import { examples } from "../usage/examples.ts"
import { mergeProjects } from "./projects-merge.ts"
import { removeAlias } from "./projects-unalias.ts"

export function define(command: Command, run: RunAction): void {
  command
    .addHelpText("after", examples("projects", "projects merge imported-1f2e3d github.com/opencode-ai/opencode"))
    .action(() => run(projects))
  command
    .command("merge <from> <into>")
    .description("move all sessions of a project into another, which then goes by both ids")
    .addHelpText("after", examples("projects merge my-app github.com/me/my-app"))
    .action((from: string, into: string) => run((context) => mergeProjects(context, from, into)))
  command
    .command("unalias <alias>")
    .description("remove an alias from its project; its id is then a project of its own")
    .addHelpText("after", examples("projects unalias my-app"))
    .action((alias: string) => run((context) => removeAlias(context, alias)))
}

/** All of them, whatever the current project is: that is what one wants to know before `--project` and `merge`. */
async function projects(context: CommandContext): Promise<void> {
  const { diagnostics, globals, output } = context
  const store = await context.openStore({ allProjects: true })
  const found = await store.projects.list()
  if (globals.json) return output.json({ projects: found })
  await printTable(output, columns(output), found)
  if (found.length === 0) diagnostics.line(diagnostics.style("dim", text`There is no project yet.`))
}

function columns(output: Output): Column<ProjectSummary>[] {
  const now = Date.now()
  return [
    { title: "ID", human: ({ id }) => output.style("yellow", text`${id}`), plain: ({ id }) => id },
    { title: "NAME", human: ({ name }) => text`${name}`, plain: ({ name }) => name, dropOrder: 2 },
    {
      title: "SESSIONS",
      human: ({ sessionCount }) => text`${sessionCount}`,
      plain: ({ sessionCount }) => sessionCount,
      align: "right",
    },
    {
      title: "CHANGED",
      human: ({ updatedAt }) => text`${updatedAt === null ? "" : formatAge(updatedAt, now)}`,
      plain: ({ updatedAt }) => (updatedAt === null ? "" : formatTime(updatedAt)),
      dropOrder: 1,
    },
    {
      title: "ALSO KNOWN AS",
      human: ({ aliases }) => text`${aliases.join(", ")}`,
      plain: ({ aliases }) => aliases.join(" "),
      flexible: true,
    },
  ]
}
