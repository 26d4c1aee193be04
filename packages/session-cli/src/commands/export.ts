import { resolve } from "node:path"
import { type Command, Option } from "commander"
import type { ExportFormat } from "../export/index.ts"
import { countOf, formatBytes } from "../output/format-number.ts"
import { escapeJson } from "../output/safe-json.ts"
import { text } from "../output/safe-text.ts"
import type { CommandContext, RunAction } from "../program/command-context.ts"
import { examples } from "../program/examples.ts"
import { findSessions } from "../program/find-session.ts"
import { writeWholeFile } from "../program/write-whole-file.ts"

interface ExportCommandOptions {
  format: ExportFormat
  output?: string
}

export function define(command: Command, run: RunAction): void {
  command
    .addOption(
      new Option("--format <format>", "`jsonl`: our own, any number of sessions; `opencode`: one session, for OpenCode")
        .choices(["jsonl", "opencode"])
        .default("jsonl"),
    )
    .option("-o, --output <file>", "write to this file, readable for you alone; standard output by default")
    .addHelpText(
      "after",
      `\nWithout a session, all of the project are written.\n${examples(
        "export -o backup.jsonl",
        "export --all-projects | gzip > backup.jsonl.gz",
        "export last --format opencode -o session.json",
      )}`,
    )
    .action((references: string[], options: ExportCommandOptions) =>
      run((context) => exportCommand(context, references, options)),
    )
}

async function exportCommand(
  context: CommandContext,
  references: readonly string[],
  { format, output: file }: ExportCommandOptions,
): Promise<void> {
  const { exportSessions } = await import("../export/index.ts")
  const store = await context.openStore()
  const sessions = await findSessions(store, references)
  const which = sessions.length === 0 ? { all: true as const } : { sessionIds: sessions.map(({ id }) => id) }
  const pieces = exportSessions(store, { format, ...which })
  if (file === undefined) await print(context, pieces)
  else await writeFile(context, pieces, resolve(context.directory, file))
}

async function print({ output }: CommandContext, pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    // A file gets it as it is, for its checksums; a terminal would obey some of what may stand in it.
    output.write(output.interactive ? escapeJson(piece) : piece)
    await output.flush()
  }
}

async function writeFile(context: CommandContext, pieces: AsyncIterable<string>, file: string): Promise<void> {
  const { globals, output } = context
  const progress = context.progress()
  const signal = context.takeInterruption()
  try {
    const bytes = await writeWholeFile(file, pieces, {
      signal,
      onProgress: (written) => progress.update(() => text`Exporting: ${formatBytes(written)}`),
    })
    progress.end()
    if (globals.json) output.json({ file, bytes })
    else output.line(text`Wrote ${countOf(bytes, "byte")} to ${file}.`)
  } finally {
    progress.end()
  }
}
