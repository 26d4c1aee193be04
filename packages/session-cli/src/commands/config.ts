import { isTrusted, resolveSetup } from "@opencode/session-core"
import type { Command } from "commander"
import { fieldLines } from "../output/field-lines.ts"
import { type SafeText, text } from "../output/safe-text.ts"
import type { CommandContext, RunAction } from "../program/command-context.ts"
import { describeIdentity } from "../program/describe-identity.ts"
import { examples } from "../program/examples.ts"
import { describeOrigin, valuesInForce } from "../program/values-in-force.ts"
import { trustFile } from "./config-trust.ts"

export function define(command: Command, run: RunAction): void {
  command
    .addHelpText("after", examples("config", "config --json", "config trust ./opencode.json"))
    .action(() => run(showConfiguration))
  command
    .command("trust <file>")
    .description("allow what a project's own configuration file asks for, as it is now")
    .addHelpText("after", examples("config trust ./opencode.json"))
    .action((file: string) => run((context) => trustFile(context, file)))
}

async function showConfiguration(context: CommandContext): Promise<void> {
  const { diagnostics, directory, environment, globals, output } = context
  const { configuration, identity } = await resolveSetup({ directory, environment })
  const values = valuesInForce(configuration)
  const files = await Promise.all(
    configuration.files.map(async ({ path, scope, ...file }) => ({
      path,
      scope,
      trusted: await isTrusted({ path, scope, ...file }, configuration.trustFile),
    })),
  )
  const { shadowedFiles, trustFile } = configuration
  if (globals.json) return output.json({ project: identity, values, files, shadowedFiles, trustFile })
  const width = Math.max(...values.map(({ key }) => key.length))
  const origin = (source: string): SafeText => output.style("dim", text`(${source})`)
  fieldLines(output, [
    ["project", text`${identity.id} ${origin(describeIdentity(identity))}`],
    ["folder", text`${identity.directory}`],
  ])
  for (const { key, value, origin: from } of values) {
    const shown = typeof value === "string" ? value : JSON.stringify(value)
    if (output.interactive) output.line(text`${key.padEnd(width)}  ${shown} ${origin(describeOrigin(from))}`)
    else output.line(text`${key}\t${shown}\t${describeOrigin(from)}`)
  }
  for (const { path, scope, trusted } of files) {
    const state = scope === "global" ? "your own" : trusted ? "the project's, trusted" : "the project's, not trusted"
    output.line(output.interactive ? text`file  ${path} ${origin(state)}` : text`file\t${path}\t${state}`)
  }
  for (const path of shadowedFiles)
    diagnostics.line(text`Not read, because another of your own files comes first: ${path}`)
  if (identity.warning !== null)
    diagnostics.line(text`${diagnostics.style("yellow", text`warning`)} ${identity.warning}`)
}
