import type { MirrorStatus } from "@opencode/session-opencode/mirror"
import { countOf } from "../output/format-number.ts"
import { formatDateTime } from "../output/format-time.ts"
import { type SafeText, text } from "../output/safe-text.ts"
import type { MirrorReport } from "./mirror-report.ts"

const conditions = {
  starting: "starts",
  standby: "stands by: another process mirrors",
  following: "mirrors",
  waiting: "waits, and tries again",
  stopped: "has stopped",
} as const

/** What a mirror is doing, by name and value. */
export function mirrorLines({ database, isRunning, status, behind }: MirrorReport): [name: string, value: SafeText][] {
  const state = isRunning ? text`${status === null ? "runs" : conditions[status.condition]}` : text`not running`
  const lines: [string, SafeText][] = [
    ["database", text`${database}`],
    ["mirror", status === null ? state : text`${state} (${status.runBy}, process ${status.pid})`],
  ]
  if (status === null) return lines
  const { problem, sentAt, store, undecidedProjects } = status
  if (store !== null) lines.push(["sent to", text`${store.name} at ${store.location}`])
  lines.push(["last sent", sentAt === null ? text`nothing since it began` : text`${formatDateTime(sentAt)}`])
  if (behind !== null) lines.push(["behind by", behindBy(behind, status)])
  if (problem !== null) lines.push(["problem", text`${problem.message}`])
  if (problem?.hint != null) lines.push(["", text`${problem.hint}`])
  for (const project of undecidedProjects) lines.push(["not asked yet", text`${project}`])
  return lines
}

function behindBy(sessions: number, { waitingSince }: MirrorStatus): SafeText {
  if (sessions === 0) return text`nothing`
  const since = waitingSince === null ? text`` : text`, since ${formatDateTime(waitingSince)}`
  return text`${countOf(sessions, "session")}${since}`
}
