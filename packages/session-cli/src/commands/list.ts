import type { SessionState } from "@opencode/session-core"
import { type Command, Option } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { type SafeText, text } from "../output/safe-text.ts"
import { sessionColumns } from "../output/session-columns.ts"
import { printTable } from "../output/table.ts"
import { withOrigin } from "../output/with-origin.ts"
import { findSession } from "../sessions/find-session.ts"
import { listSessions } from "../sessions/list-sessions.ts"
import { addFilterOptions, type FilterOptions, filterOf, isFiltered } from "../sessions/session-filter.ts"
import { examples } from "../usage/examples.ts"
import { parseLimit } from "../usage/parse-values.ts"

interface ListOptions extends FilterOptions {
  archived?: boolean
  deleted?: boolean
  parent?: string
  topLevel?: boolean
  limit: number
  cursor?: string
}

export function define(command: Command, run: RunAction): void {
  addFilterOptions(command)
    .addOption(new Option("--archived", "archived sessions instead").conflicts("deleted"))
    .option("--deleted", "deleted sessions instead")
    .addOption(new Option("--parent <session>", "only what this session's sub-agents did").conflicts("topLevel"))
    .option("--top-level", "without the sessions of sub-agents")
    .option("--limit <number>", "how many at most", parseLimit, 50)
    .option("--cursor <cursor>", "go on where the last page ended")
    .addHelpText(
      "after",
      `\nSessions that you or the team pinned come first.\n${examples(
        "list",
        "list --top-level --limit 10",
        "list --author me --since 2w",
        "list --folder packages/web --model claude-opus-4-5",
        "list --tag release",
        "list --all-projects --json",
        "list --deleted",
      )}`,
    )
    .action((options: ListOptions) => run((context) => list(context, options)))
}

async function list(context: CommandContext, options: ListOptions): Promise<void> {
  const { diagnostics, globals, output } = context
  const store = await context.openStore()
  const parentId = await parentIdOf(options, async (reference) => (await findSession(store, reference)).id)
  const filter = await filterOf(context, options)
  const wanted = {
    ...filter,
    state: stateOf(options),
    limit: options.limit,
    ...(parentId === undefined ? {} : { parentId }),
    ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
  }
  const page = await listSessions(store, wanted)
  if (globals.json) return output.json({ ...page, sessions: page.sessions.map(withOrigin) })
  await printTable(output, sessionColumns(output, store.projectId === null), page.sessions)
  if (page.nextCursor !== null) {
    diagnostics.line(diagnostics.style("dim", text`There are more: --cursor ${page.nextCursor}`))
  } else if (page.sessions.length === 0) {
    diagnostics.line(
      diagnostics.style("dim", nothingFound(store.projectId, stateOf(options), options.folder, isFiltered(filter))),
    )
  }
}

function nothingFound(
  projectId: string | null,
  state: SessionState,
  folder: string | undefined,
  isNarrowed: boolean,
): SafeText {
  const inFolder = folder === undefined ? text`` : text` in the folder ${folder}`
  const where = isNarrowed ? text`${inFolder} that you ask for` : inFolder
  return projectId === null
    ? text`There are no ${state} sessions${where}.`
    : text`The project ${projectId} has no ${state} sessions${where}; --all-projects shows those of others.`
}

function stateOf({ archived, deleted }: ListOptions): SessionState {
  if (deleted) return "deleted"
  return archived ? "archived" : "active"
}

async function parentIdOf(
  { parent, topLevel }: ListOptions,
  find: (reference: string) => Promise<string>,
): Promise<string | null | undefined> {
  if (topLevel) return null
  return parent === undefined ? undefined : find(parent)
}
