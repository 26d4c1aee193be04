import {
  leaseHolder,
  leaseOf,
  type ModelReference,
  revertOf,
  type Session,
  sessionOrigin,
} from "@opencode/session-core"
import { fieldLines } from "./field-lines.ts"
import { formatAge, formatDateTime, formatTime } from "./format-time.ts"
import { formatUsage } from "./format-usage.ts"
import { marksOf } from "./marks-of.ts"
import type { Output } from "./output.ts"
import { safeLine, text } from "./safe-text.ts"

/** What a session is, above its messages. */
export function printSessionHeader(output: Output, session: Session): void {
  const time = (value: number) => timeFor(output, value)
  const revert = revertOf(session)
  output.line(output.style("bold", safeLine(session.title)))
  const fields: [name: string, value: string][] = [
    ["id", session.id],
    ["project", session.projectId],
    ["folder", session.directory],
    ["author", session.author === null ? "" : `${session.author.user}@${session.author.host}`],
    ["continued by", leaseName(session, time)],
    ["from", originName(session)],
    ["agent", session.agent ?? ""],
    ["model", modelName(session.model)],
    ["sub-agent of", session.parentId ?? ""],
    ["created", time(session.createdAt)],
    ["changed", time(session.updatedAt)],
    ["archived", session.archivedAt === null ? "" : time(session.archivedAt)],
    ["messages", String(session.messageCount)],
    ["revision", String(session.revision)],
    ["usage", formatUsage(session.usage)],
    ["reverted", revert === null ? "" : `to before ${revert.partId ?? revert.messageId}`],
    ["marks", marksOf(session)],
    ["damaged", session.damaged?.reason ?? ""],
  ]
  fieldLines(
    output,
    fields.map(([name, value]) => [name, text`${value}`]),
  )
  if (session.todos.length > 0) output.line(text``)
  for (const { content, status, priority } of session.todos) {
    const mark = todoMarks[status] ?? status
    const suffix = priority === undefined ? "" : ` (${priority})`
    output.line(text`[${mark}] ${content}${output.style("dim", text`${suffix}`)}`)
  }
}

const todoMarks: Readonly<Record<string, string>> = {
  completed: "x",
  in_progress: "-",
  pending: " ",
  cancelled: "/",
}

/** Who took it over, and whether they are at work in it; empty where it was never taken over. */
function leaseName(session: Session, time: (value: number) => string): string {
  const lease = leaseOf(session)
  if (lease === null) return ""
  const isAtWork = leaseHolder(session, Date.now()) !== null
  return `${lease.user}@${lease.host}, since ${time(lease.since)}${isAtWork ? ", at work" : ""}`
}

/** `OpenCode 1.18.33`; empty for a session that was written here. */
function originName(session: Session): string {
  const origin = sessionOrigin(session)
  return origin === null ? "" : [origin.program, origin.version ?? ""].join(" ").trimEnd()
}

/** `provider/model`. */
export const modelName = (model: ModelReference | null): string =>
  model === null ? "" : `${model.providerId}/${model.modelId}`

const timeFor = (output: Output, time: number): string =>
  output.interactive ? `${formatDateTime(time)} (${formatAge(time, Date.now())})` : formatTime(time)
