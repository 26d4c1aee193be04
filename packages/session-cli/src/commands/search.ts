import { type SearchHit, shortOrigin } from "@opencode/session-core"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { formatAge } from "../output/format-time.ts"
import type { Output } from "../output/output.ts"
import { joinText, type SafeText, safeLine, tabSeparated, text } from "../output/safe-text.ts"
import { type FoundHit, searchSessions } from "../sessions/search-sessions.ts"
import { addFilterOptions, type FilterOptions, filterOf } from "../sessions/session-filter.ts"
import { examples } from "../usage/examples.ts"
import { parseLimit } from "../usage/parse-values.ts"

interface SearchOptions extends FilterOptions {
  in?: string
  role?: string
  limit: number
  cursor?: string
}

export function define(command: Command, run: RunAction): void {
  addFilterOptions(command)
    .option("--in <kind>", "only in titles (`title`), or in parts of a type: text, tool, reasoning, file, subtask")
    .option("--role <role>", "only in what user, assistant or system said")
    .option("--limit <number>", "how many at most", parseLimit, 20)
    .option("--cursor <cursor>", "go on where the last page ended")
    .addHelpText(
      "after",
      `\nEvery word must occur, also as part of a longer one; upper and lower case are the same.\n${examples(
        "search parser error",
        `search '"unexpected token"'   # these words in this order`,
        "search --author me --since 2w parser",
        "search --in tool 'npm test'",
        "search --all-projects --json parser",
      )}`,
    )
    .action((words: string[], options: SearchOptions) => run((context) => search(context, words.join(" "), options)))
}

async function search(context: CommandContext, wanted: string, options: SearchOptions): Promise<void> {
  const { diagnostics, globals, output } = context
  const store = await context.openStore()
  const { limit, cursor, in: kind, role } = options
  const page = await searchSessions(store, wanted, {
    ...(await filterOf(context, options)),
    ...(kind === "title" ? { titlesOnly: true } : { partType: kind }),
    ...{ role, limit, cursor },
  })
  if (globals.json) return output.json(page)
  if (output.interactive) printForPerson(output, page.hits)
  else for (const hit of page.hits) printForProgram(output, hit)
  if (page.nextCursor !== null) {
    diagnostics.line(diagnostics.style("dim", text`There are more: --cursor ${page.nextCursor}`))
  } else if (page.hits.length === 0) {
    diagnostics.line(diagnostics.style("dim", text`Nothing was found.`))
  }
}

function printForPerson(output: Output, hits: readonly FoundHit[]): void {
  const now = Date.now()
  let sessionId: string | undefined
  for (const hit of hits) {
    const { session } = hit
    if (session.id !== sessionId) {
      if (sessionId !== undefined) output.line(text``)
      const id = output.style("yellow", text`${session.id}`)
      const title = output.style("bold", text`${session.title}`)
      const age = output.style("dim", text`${formatAge(session.updatedAt, now)}`)
      const from = output.style("dim", text`${shortOrigin(session.origin)}`)
      output.line(joinText([id, title, age, from], " "))
      sessionId = session.id
    }
    output.line(text`  ${output.style("dim", text`${hit.partType ?? "title"}`)} ${highlight(output, hit)}`)
  }
}

/** Session, message, part, what it was found in, the snippet, and which program wrote the session. */
function printForProgram(output: Output, { session, messageId, partId, partType, snippet }: FoundHit): void {
  const from = shortOrigin(session.origin)
  output.line(tabSeparated([session.id, messageId ?? "", partId ?? "", partType ?? "title", snippet, from]))
}

/** The matches stand out. Made safe piece by piece, since that changes places within the text. */
function highlight(output: Output, { snippet, matches }: SearchHit): SafeText {
  const pieces: SafeText[] = []
  let end = 0
  for (const [from, to] of matches) {
    pieces.push(safeLine(snippet.slice(end, from)), output.style(["bold", "red"], safeLine(snippet.slice(from, to))))
    end = to
  }
  return joinText([...pieces, safeLine(snippet.slice(end))], "")
}
