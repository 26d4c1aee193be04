import { homedir } from "node:os"
import { SessionStorageError } from "@opencode/session-core"
import type { FoundSource, SourceProgram } from "@opencode/session-opencode"
import type { CommandContext, Environment } from "../context/command-context.ts"
import { countOf } from "../output/format-number.ts"
import { text } from "../output/safe-text.ts"
import { pathArgument } from "../usage/path-argument.ts"

/** What the arguments of `import` stand for; without any, all that the known programs keep on this machine. */
export async function importTargets(
  { diagnostics, directory, environment }: CommandContext,
  files: readonly string[],
  programs: readonly SourceProgram[],
  { quiet = false } = {},
): Promise<FoundSource[]> {
  const { findOnMachine, findSources } = await import("@opencode/session-opencode")
  if (files.length === 0) {
    const home = homeOf(environment)
    const found = await findOnMachine({ home, environment, platform: process.platform, directory }, programs)
    if (found.length > 0) return found
    throw new SessionStorageError("not_found", "No sessions of a known program were found on this machine.", {
      hint: `Looked for ${programs.map(({ name }) => name).join(", ")}. Name the file or folder: \`opencode-session import FILE\`.`,
    })
  }
  const targets: FoundSource[] = []
  for (const file of files) {
    const path = file === "-" ? file : pathArgument(file, directory, "FILE")
    const { sources, others } = await findSources(path, programs)
    targets.push(...sources)
    if (others > 0 && !quiet)
      diagnostics.line(text`${path}: ${countOf(others, "other file")} with nothing that can be imported`)
  }
  return targets
}

/** A user without a home folder has nothing there. */
function homeOf({ HOME, USERPROFILE }: Environment): string | null {
  if (HOME) return HOME
  if (USERPROFILE) return USERPROFILE
  try {
    return homedir()
  } catch {
    return null
  }
}
