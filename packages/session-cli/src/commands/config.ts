import type { JsonValue } from "@opencode/session-core"
import { type ConfigurationScope, isTrusted, resolveSetup, valuesInForce } from "@opencode/session-core/configuration"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { describeFailure } from "../failure/failure.ts"
import { fieldLines } from "../output/field-lines.ts"
import type { Output } from "../output/output.ts"
import { type SafeText, tabSeparated, text } from "../output/safe-text.ts"
import { bundledProviders } from "../setup/bundled-providers.ts"
import { describeIdentity } from "../setup/describe-identity.ts"
import { describeOrigin } from "../setup/describe-origin.ts"
import { storeInForce } from "../setup/store-in-force.ts"
import { examples } from "../usage/examples.ts"
import { trustFile } from "./config-trust.ts"

export function define(command: Command, run: RunAction): void {
  command
    .addHelpText("after", examples("config", "config --json", "config trust ./opencode.json"))
    .action(() => run(showConfiguration))
  command
    .command("trust <path>")
    .description(
      "allow what a project's own configuration file asks for, as it is now, or a folder or database of another user",
    )
    .option("--yes", "do not ask")
    .addHelpText("after", examples("config trust ./opencode.json", "config trust /srv/shared/sessions"))
    .action((path: string, options: { yes?: boolean }) =>
      run((context) => trustFile(context, path, options.yes === true)),
    )
}

async function showConfiguration(context: CommandContext): Promise<void> {
  const { diagnostics, directory, environment, globals, output } = context
  const { configuration, identity } = await resolveSetup({ directory, environment })
  const values = valuesInForce(configuration, bundledProviders)
  const files = await Promise.all(
    configuration.files.map(async (file) => ({
      path: file.path,
      scope: file.scope,
      trusted: await isTrusted(file, configuration.trustFile),
      risk: file.risk?.reason ?? null,
    })),
  )
  const { shadowedFiles, trustFile } = configuration
  let store: ReturnType<typeof storeInForce> = null
  try {
    store = storeInForce(configuration, environment)
  } catch (error) {
    // What is wrong is to be looked for in what follows.
    const message = describeFailure(error)?.message ?? String(error)
    diagnostics.line(text`${diagnostics.style("red", text`wrong`)} ${message}`)
  }
  if (globals.json) return output.json({ project: identity, store, values, files, shadowedFiles, trustFile })
  type Line = [name: string, value: string, origin: string]
  const storeLines: Line[] = store === null ? [] : [["store", store.description, store.source ?? ""]]
  const lines: Line[] = [
    ["project", identity.id, describeIdentity(identity)],
    ["folder", identity.directory, ""],
    ...storeLines,
    ...values.map(({ key, value, origin }): Line => [key, asText(value), describeOrigin(origin)]),
    ...files.map((file): Line => ["file", file.path, describeOwner(file)]),
  ]
  fieldLines(
    output,
    lines.map(([name, value, origin]) => [name, withOrigin(output, value, origin)]),
  )
  for (const path of shadowedFiles)
    diagnostics.line(text`Not read, because another of your own files comes first: ${path}`)
  if (identity.warning !== null)
    diagnostics.line(text`${diagnostics.style("yellow", text`warning`)} ${identity.warning}`)
}

const asText = (value: JsonValue): string => (typeof value === "string" ? value : JSON.stringify(value))

interface FileState {
  scope: ConfigurationScope
  trusted: boolean
  risk: string | null
}

const describeOwner = ({ scope, trusted, risk }: FileState): string => {
  if (risk !== null && !trusted) return `not used: ${risk}`
  if (scope === "global") return "your own"
  return trusted ? "the project's, trusted" : "the project's, not trusted"
}

function withOrigin(output: Output, value: string, origin: string): SafeText {
  if (origin === "") return text`${value}`
  return output.interactive ? text`${value} ${output.style("dim", text`(${origin})`)}` : tabSeparated([value, origin])
}
