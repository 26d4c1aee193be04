import { access } from "node:fs/promises"
import type { HealthCheck } from "@opencode/session-core"
import { resolveSetup } from "@opencode/session-core/configuration"
import type { CommandContext } from "../context/command-context.ts"
import { countOf } from "../output/format-number.ts"
import { formatDateTime } from "../output/format-time.ts"
import { failedCheck } from "../setup/check-setup.ts"
import { type MirrorReport, mirrorReport } from "./mirror-report.ts"
import { openCodeDatabaseOf } from "./opencode-database-of.ts"

/** Looks at the mirror of this machine's OpenCode. Nothing to say where there is neither a mirror nor an OpenCode. */
export async function checkMirror(context: CommandContext): Promise<HealthCheck[]> {
  try {
    const { directory, environment } = context
    const { configuration } = await resolveSetup({ directory, environment })
    const ignored = configuration.ignoredMirrorFiles.map(
      (path): HealthCheck => ({
        ...{ name: "mirror", status: "warning", message: `sessionMirror in ${path} is ignored` },
        hint: "Only your own files decide what is mirrored. Move it into one of them if that is what you want.",
      }),
    )
    const database = await openCodeDatabaseOf(context, undefined)
    const report = await mirrorReport(database, environment)
    const isThere = await access(database).then(
      () => true,
      () => false,
    )
    return [...ignored, ...(isThere || report.isRunning ? [describe(report)] : [])]
  } catch (error) {
    return [failedCheck("mirror", error)]
  }
}

function describe({ database, isRunning, status, behind }: MirrorReport): HealthCheck {
  const name = "mirror"
  const start = "Use the plugin, or run `opencode-session mirror`, with --install to have it always run."
  if (!isRunning && status === null) {
    return { name, status: "ok", message: `Sessions of ${database} are not mirrored.`, hint: start }
  }
  const sent = status?.sentAt == null ? "nothing sent since it began" : `last sent ${formatDateTime(status.sentAt)}`
  const late = behind === null || behind === 0 ? "nothing waits" : `${countOf(behind, "session")} not sent yet`
  const store = status?.store === null || status === null ? "" : ` to ${status.store.name} at ${status.store.location}`
  const summary = `${database}${store}: ${sent}, ${late}`
  if (!isRunning) {
    return { name, status: "warning", message: `No mirror runs now. ${summary}`, hint: start }
  }
  const problem = status?.problem ?? null
  if (problem !== null) {
    const hint = problem.hint === null ? {} : { hint: problem.hint }
    const isLasting = status?.condition === "stopped"
    return { name, status: isLasting ? "error" : "warning", message: `${problem.message} ${summary}`, ...hint }
  }
  const undecided = status?.undecidedProjects ?? []
  if (undecided.length > 0) {
    return {
      ...{ name, status: "warning", message: `${summary}; not mirrored until you say so: ${undecided.join(", ")}` },
      hint: `Run \`opencode-session mirror --include ${undecided[0]}\`, or --exclude.`,
    }
  }
  return { name, status: "ok", message: summary }
}
