import { setTimeout } from "node:timers/promises"
import type { SessionStore } from "@opencode/session-core"
import type { FoundSource, ImportOptions, ImportReport } from "@opencode/session-opencode"
import type { CommandContext } from "../context/command-context.ts"
import { countOf } from "../output/format-number.ts"
import { formatTime } from "../output/format-time.ts"
import { text } from "../output/safe-text.ts"
import { printProblems, printReport } from "./import-report-lines.ts"

/** Milliseconds until it is looked for sources that were not there before. */
const lookAgain = 3000

/**
 * Imports sources and goes on with it while they are written, until the signal aborts. Says what came in, and at the end how much that
 * was. `find` gives the sources, again after a while: another one may have come.
 */
export async function followImports(
  context: CommandContext,
  store: SessionStore,
  options: ImportOptions & { signal: AbortSignal },
  find: () => Promise<readonly FoundSource[]>,
): Promise<void> {
  const { diagnostics, globals, output } = context
  const { signal } = options
  // Loaded here: it brings readers of several formats.
  const { followSource } = await import("@opencode/session-opencode")
  const totals = { created: 0, updated: 0, messages: 0, parts: 0 }
  const followed = new Map<string, Promise<void>>()
  const ended = new AbortController()
  const follow = (path: string) => {
    let isFirst = true
    const onImport = (report: ImportReport) => {
      totals.created += report.sessions.created
      totals.updated += report.sessions.updated
      totals.messages += report.messages
      totals.parts += report.parts
      if (globals.json) output.json({ path, ...report })
      else if (isFirst) {
        printReport(output, report, { path })
        printProblems(diagnostics, report)
      } else output.line(text`${formatTime(Date.now())}  ${path}: ${describe(report)}`)
      isFirst = false
      void output.flush()
      void diagnostics.flush()
    }
    return followSource(store, path, {
      ...options,
      signal: AbortSignal.any([signal, ended.signal]),
      onImport,
      onFailure: ({ message }) => {
        diagnostics.line(text`${diagnostics.style("yellow", text`waiting`)} ${message}`)
        void diagnostics.flush()
      },
    })
  }
  const sources = await find()
  for (const { path } of sources) followed.set(path, follow(path))
  diagnostics.line(text`Following ${countOf(sources.length, "source")}; Ctrl-C ends.`)
  await diagnostics.flush()
  const failure = new Promise<never>((_, reject) => {
    for (const each of followed.values()) each.catch(reject)
  })
  try {
    while (!signal.aborted) {
      await Promise.race([setTimeout(lookAgain, undefined, { signal }), failure])
      for (const { path } of await find().catch(() => [])) {
        if (!followed.has(path)) followed.set(path, follow(path))
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    ended.abort()
    await Promise.allSettled(followed.values())
  }
  if (globals.json) output.json({ summary: totals })
  else {
    const { created, updated, messages, parts } = totals
    output.line(
      text`Followed ${countOf(followed.size, "source")}: ${countOf(created, "new session")}, ${updated} updated, ${countOf(messages, "message")}, ${countOf(parts, "part")}`,
    )
  }
}

const describe = ({ sessions, messages, parts, removed }: ImportReport) =>
  text`${countOf(sessions.created, "new session")}, ${sessions.updated} updated, ${countOf(messages, "message")}, ${countOf(parts, "part")}${removed > 0 ? text`, ${removed} removed` : ""}`
