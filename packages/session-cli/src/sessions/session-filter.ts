import { currentAuthor, originPrograms, type SearchOptions, type SessionFilterOptions } from "@opencode/session-core"
import { type Command, InvalidArgumentError } from "commander"
import type { CommandContext } from "../context/command-context.ts"
import { parseMoment } from "../usage/parse-moment.ts"
import { folderInProject } from "./folder-in-project.ts"

/** The options by which sessions are looked for, as commander gives them. */
export interface FilterOptions {
  author?: string
  since?: number
  until?: number
  folder?: string
  model?: string
  source?: { origin: string | null }
  title?: string
  tag?: string
  pinned?: boolean
}

/** Adds the options by which sessions are looked for. */
export function addFilterOptions(command: Command): Command {
  return command
    .option("--author <user>", "only sessions of this login name; `me` for your own")
    .option("--since <time>", "only what changed since: 12h, 30d, 2w ago, or a day such as 2026-11-27", (value) =>
      parseMoment(value, "begin"),
    )
    .option("--until <time>", "only what changed until then; a day counts to its end", (value) =>
      parseMoment(value, "end"),
    )
    .option(
      "--folder <folder>",
      "only sessions of this folder and those in it: relative to the project, or with a `.` before it to the current folder",
    )
    .option("--model <model>", "only sessions of this model: its id, or provider/id")
    .option(
      "--source <program>",
      "only sessions that this program wrote, such as claude-code; `here` for none",
      parseSource,
    )
    .option("--title <words>", "only sessions with these words in their title")
    .option("--tag <tag>", "only sessions with this tag, of yours or the team's")
    .option("--pinned", "only sessions that you or the team pinned")
}

/** What the options ask of a store. */
export async function filterOf(context: CommandContext, options: FilterOptions): Promise<SessionFilterOptions> {
  const { author, since, until, folder, model, source, title, tag, pinned } = options
  return {
    author: author === "me" ? currentAuthor().user : author,
    from: since,
    to: until,
    folder: folder === undefined ? undefined : await folderInProject(context, folder),
    ...source,
    ...{ model, title, tag, pinned },
  }
}

/** Whether any of them is given. */
export const isFiltered = (filter: SessionFilterOptions | SearchOptions): boolean =>
  Object.values(filter).some((value) => value !== undefined)

/** Reads a program's name, however it is written: `Claude Code`, `claude-code`. Commander takes a null for no value. */
function parseSource(value: string): { origin: string | null } {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, "")
  if (plain(value) === "here") return { origin: null }
  const program = originPrograms.find((each) => plain(each) === plain(value))
  if (program !== undefined) return { origin: program }
  const names = originPrograms.map((each) => each.toLowerCase().replace(/\s+/g, "-"))
  throw new InvalidArgumentError(
    `Known programs: ${names.join(", ")}, and \`here\` for sessions that were not imported.`,
  )
}
