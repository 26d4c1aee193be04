import { SessionStorageError } from "@opencode/session-core"
import type { Redaction } from "@opencode/session-export"
import type { LeftOutMessage, OpenCodeGeneration } from "@opencode/session-opencode"
import { type Command, Option } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import type { Destination } from "../destination/index.ts"
import { inputsOf } from "../destination/inputs-of.ts"
import { countOf, formatBytes } from "../output/format-number.ts"
import { escapeJson } from "../output/safe-json.ts"
import { text } from "../output/safe-text.ts"
import type { ExportFormat } from "../sessions/export-sessions.ts"
import { findSessions } from "../sessions/find-session.ts"
import { parseRedaction, printRedactions, redactionOf } from "../sessions/redaction.ts"
import { examples } from "../usage/examples.ts"

interface ExportCommandOptions {
  format: ExportFormat | "opencode2"
  for?: "1" | "2"
  redact?: Redaction[]
  output?: string
}

export function define(command: Command, run: RunAction): void {
  command
    .addOption(
      new Option(
        "--format <format>",
        "`jsonl`: our own, any number of sessions; `opencode`: one session, for OpenCode; `markdown`, `html`: to read",
      )
        .choices(["jsonl", "opencode", "opencode2", "markdown", "html"])
        .default("jsonl"),
    )
    .addOption(
      new Option(
        "--for <generation>",
        "with `opencode`: for OpenCode 1.x or 2.x; by default for the one that the session is from (`opencode2` is the same as `opencode --for 2`)",
      ).choices(["1", "2"]),
    )
    .addOption(
      new Option(
        "--redact <what>",
        "leave out `secrets`, `paths` in home and project folders, or `all` texts; several with commas between them",
      ).argParser(parseRedaction),
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
  "export last --format markdown --redact secrets,paths",
)}`,
    )
    .action((references: string[], options: ExportCommandOptions) =>
      run((context) => exportCommand(context, references, options)),
    )
}

async function exportCommand(
  context: CommandContext,
  references: readonly string[],
  options: ExportCommandOptions,
): Promise<void> {
  const { output: file, redact = [] } = options
  const { format, generation } = formatOf(options)
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
  const leftOut = new Map<string, number>()
  const onLeftOut = ({ type }: LeftOutMessage) => leftOut.set(type, (leftOut.get(type) ?? 0) + 1)
  const redaction = redact.length === 0 ? null : await redactionOf(context, store, redact)
  const shown = redaction?.store ?? store
  const pieces = inSlices(exportSessions(shown, { format, ...which, openCode: { generation, onLeftOut } }))
  if (destination.kind === "standard-output") await print(context, pieces)
  else
    await write(context, pieces, destination, () => (redaction === null ? {} : { redacted: redaction.redactor.report }))
  if (redaction !== null) printRedactions(context, redaction.redactor.report, destination.kind === "standard-output")
  for (const [type, count] of leftOut) {
    context.diagnostics.line(
      text`Left out, since OpenCode 1 has nothing like it: ${countOf(count, "message")} of type ${type}.`,
    )
  }
}

/** The format, and for which generation of OpenCode. Fails with `invalid_input` where the two contradict each other. */
function formatOf({ format, for: wanted }: ExportCommandOptions): {
  format: ExportFormat
  generation: OpenCodeGeneration | undefined
} {
  if (format === "opencode2" && wanted !== "1") return { format: "opencode", generation: 2 }
  if (format === "opencode") return { format, generation: wanted === undefined ? undefined : wanted === "1" ? 1 : 2 }
  if (format === "opencode2" || wanted !== undefined) {
    throw new SessionStorageError("invalid_input", `--for ${wanted} does not go with --format ${format}.`, {
      hint: "--for says for which OpenCode `--format opencode` writes.",
    })
  }
  return { format, generation: undefined }
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
  facts: () => object,
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
    if (globals.json) output.json({ file, bytes, ...facts() })
    else output.line(text`Wrote ${countOf(bytes, "byte")} to ${file}.`)
  } finally {
    progress.end()
  }
}
