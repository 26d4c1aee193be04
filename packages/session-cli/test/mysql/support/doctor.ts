import type { HealthCheck } from "@opencode/session-core"
import { type CommandLine, finished } from "../../command-line.ts"

/** What `doctor` finds, whether all is well or not. */
export async function doctor(commandLine: CommandLine): Promise<{ status: number | null; checks: HealthCheck[] }> {
  const { status, stdout } = await finished(commandLine.start(["doctor", "--json"]))
  return { status, checks: JSON.parse(stdout).checks }
}

/** The checks of a name, as lines of text: `warning: it lacks CREATE`. */
export const checksOf = (checks: readonly HealthCheck[], name: string): string =>
  checks
    .filter((check) => check.name === name)
    .map(({ status, message }) => `${status}: ${message}`)
    .join("\n")
