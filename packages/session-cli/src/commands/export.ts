import { type Command, Option } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import type { Destination } from "../destination/index.ts"
import { inputsOf } from "../destination/inputs-of.ts"
import { countOf, formatBytes } from "../output/format-number.ts"
import { escapeJson } from "../output/safe-json.ts"
import { text } from "../output/safe-text.ts"
import type { ExportFormat } from "../sessions/export-sessions.ts"
import { findSessions } from "../sessions/find-session.ts"
import { examples } from "../usage/examples.ts"

interface ExportCommandOptions {
  format: ExportFormat
  output?: string
}

export function define(command: Command, run: RunAction): void {
  command
    .addOption(
      new Option(
        "--format <format>",
        "`jsonl`: our own, any number of sessions; `opencode`: one session, for OpenCode; `markdown`, `html`: to read",
      )
        .choices(["jsonl", "opencode", "markdown", "html"])
        .default("jsonl"),
    )
    .option(
      "-o, --output <file>",
      "write to this file, readable for you alone; `-`, and the default, is standard output",
    )
    .addHelpText(
      "after",
      `
Without a session, all of the project are written. A file appears once all of it is written; a named pipe, a device or
a socket is written to as it comes.
${examples(
  "export -o backup.jsonl",
  "export --all-projects | gzip > backup.jsonl.gz",
  "export last --format opencode -o session.json",
  "export last --format html -o session.html",
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
  // Loaded here: other commands do without.
  const { exportSessions } = await import("../sessions/export-sessions.ts")
  const { inSlices } = await import("@opencode/session-core/transfer")
  const { refuseInputs, resolveDestination } = await import("../destination/index.ts")
  const store = await context.openStore()
  const destination = file === undefined ? standardOutput : await resolveDestination(file, context.directory)
  // Before anything is written: what is read would be gone.
  if (destination.kind !== "standard-output") await refuseInputs(destination, await inputsOf(context, store))
  const sessions = await findSessions(store, references)
  const which = sessions.length === 0 ? { all: true as const } : { sessionIds: sessions.map(({ id }) => id) }
  const pieces = inSlices(exportSessions(store, { format, ...which }))
  if (destination.kind === "standard-output") await print(context, pieces)
  else await write(context, pieces, destination)
}

const standardOutput: Destination = { kind: "standard-output" }

async function print({ output }: CommandContext, pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    // A file gets it as it is, for its checksums; a terminal would obey some of what may stand in it.
    output.write(output.interactive ? escapeJson(piece) : piece)
    await output.flush()
  }
}

async function write(
  context: CommandContext,
  pieces: AsyncIterable<string>,
  destination: Exclude<Destination, { kind: "standard-output" }>,
): Promise<void> {
  const { writeToDestination } = await import("../destination/index.ts")
  const { globals, output } = context
  const { path: file } = destination
  const progress = context.progress()
  const signal = context.takeInterruption()
  try {
    const bytes = await writeToDestination(destination, pieces, {
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
