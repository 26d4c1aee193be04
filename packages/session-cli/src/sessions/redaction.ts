import { homedir } from "node:os"
import type { SessionStore } from "@opencode/session-core"
import type { Redaction, RedactionReport, Redactor } from "@opencode/session-export"
import { InvalidArgumentError } from "commander"
import type { CommandContext } from "../context/command-context.ts"
import { text } from "../output/safe-text.ts"

const redactions: readonly Redaction[] = ["secrets", "paths", "all"]

/** Reads what is left out: `secrets,paths`. Given again, it is added. */
export function parseRedaction(value: string, before: Redaction[] = []): Redaction[] {
  const found = value.split(",").map((name) => redactions.find((each) => each === name.trim()))
  if (found.every((each) => each !== undefined)) return [...new Set([...before, ...found])]
  throw new InvalidArgumentError(`It must be one or several of ${redactions.join(", ")}, with commas between them.`)
}

/** The store as it may be handed on, and what counts what was left out of it. */
export async function redactionOf(
  { environment }: CommandContext,
  store: SessionStore,
  redact: readonly Redaction[],
): Promise<{ store: SessionStore; redactor: Redactor }> {
  const { Redactor, redactedStore } = await import("@opencode/session-export")
  const redactor = new Redactor({ redact, home: environment.HOME ?? homedir() })
  return { store: redactedStore(store, redactor), redactor }
}

/** What was left out, on standard error: how often each kind, never what it was. As JSON where the export itself is on standard output. */
export function printRedactions(
  { diagnostics, globals }: CommandContext,
  report: RedactionReport,
  isOnStandardOutput: boolean,
): void {
  if (globals.json) {
    if (isOnStandardOutput) diagnostics.json({ redacted: report })
    return
  }
  const kinds = Object.entries(report).map(([kind, count]) => `${count} × ${kind}`)
  diagnostics.line(kinds.length === 0 ? text`Nothing was found to be left out.` : text`Left out: ${kinds.join(", ")}.`)
}
