import type { HealthCheck } from "@opencode/session-core"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import type { Output } from "../output/output.ts"
import { type SafeText, tabSeparated, text } from "../output/safe-text.ts"
import { checkSetup } from "../setup/check-setup.ts"
import { checkStore } from "../setup/check-store.ts"
import { examples } from "../usage/examples.ts"

export function define(command: Command, run: RunAction): void {
  command
    .addHelpText(
      "after",
      `\nExits with 1 when something is wrong; a warning is not.\n${examples("doctor", "doctor --json")}`,
    )
    .action(() => run(doctor))
}

async function doctor(context: CommandContext): Promise<number> {
  const { globals, output } = context
  // Loaded here: it brings readers of OpenCode's formats.
  const { checkMirror } = await import("../mirroring/check-mirror.ts")
  const checks = [...(await checkSetup(context)), ...(await checkStore(context)), ...(await checkMirror(context))]
  const ok = checks.every(({ status }) => status !== "error")
  if (globals.json) output.json({ ok, checks })
  else for (const check of checks) for (const line of describe(output, check)) output.line(line)
  return ok ? 0 : 1
}

const colours = { ok: "green", warning: "yellow", error: "red" } as const

function describe(output: Output, { name, status, message, hint }: HealthCheck): SafeText[] {
  if (!output.interactive) return [tabSeparated([status, name, message, hint ?? ""])]
  const head = text`${output.style(colours[status], text`${status.padEnd(7)}`)}  ${name.padEnd(16)}  ${message}`
  return hint === undefined ? [head] : [head, text`${"".padEnd(27)}${output.style("dim", text`${hint}`)}`]
}
