import type { MessageWithParts } from "@opencode/session-core"
import { errorIn, listIn, objectIn, textIn } from "../rendering/fields.ts"
import type { Block } from "./block.ts"
import { formatDuration, formatTime, formatUsage } from "./format.ts"

const roles: Readonly<Record<string, string>> = { user: "User", assistant: "Assistant", system: "System" }

/** Who speaks, when and with what. */
export function messageBegin(message: MessageWithParts): Block {
  const { agent, author, completedAt, createdAt, model, role, usage } = message
  const isUser = role === "user"
  const facts = [
    isUser && author !== null ? author.user : "",
    formatTime(createdAt),
    isUser || model === null ? "" : `${model.providerId}/${model.modelId}`,
    isUser ? "" : (agent ?? ""),
    isUser || completedAt === null ? "" : formatDuration(completedAt - createdAt),
    usage === null ? "" : formatUsage(usage),
  ]
  return { kind: "message", role: roles[role] ?? role, createdAt, facts: facts.filter((fact) => fact !== "") }
}

/** Errors that say that a reply was broken off: nothing went wrong. */
const interruptions = ["MessageInterruptedError", "MessageStoppedError", "MessageAbortedError"]

/** What a message changed, and how it ended where it did not end well. */
export function* messageEnd(message: MessageWithParts): Generator<Block> {
  yield* changedFiles(message)
  if (message.damaged !== undefined) {
    yield { kind: "failure", title: "Damaged", text: message.damaged.reason, isInterruption: false }
  }
  const error = errorIn(message.error)
  if (error !== null) {
    const isInterruption = interruptions.includes(error.name)
    yield { kind: "failure", title: isInterruption ? "Interrupted" : error.name, text: error.message, isInterruption }
  } else if (message.role === "assistant" && message.completedAt === null) {
    yield {
      kind: "failure",
      title: "Interrupted",
      text: "Its writer stopped before it was complete.",
      isInterruption: true,
    }
  }
  yield { kind: "message-end" }
}

/** OpenCode sums up at a user's message what was changed for it. */
function* changedFiles({ metadata }: MessageWithParts): Generator<Block> {
  const summary = objectIn(objectIn(metadata.opencode).summary)
  for (const each of listIn(summary.diffs)) {
    const diff = objectIn(each)
    const file = textIn(diff.file)
    const patch = textIn(diff.patch) ?? textIn(diff.diff)
    if (file === null) continue
    const counts = [
      typeof diff.additions === "number" ? `+${diff.additions}` : "",
      typeof diff.deletions === "number" ? `−${diff.deletions}` : "",
    ]
    if (patch === null || patch === "")
      yield { kind: "note", text: ["Changed", ...counts].join(" ").trimEnd(), about: file }
    else {
      yield { kind: "fold", tone: "plain", title: "Changed", detail: file, state: counts.join(" ").trim() }
      yield { kind: "code", label: "", text: patch, language: "diff" }
      yield { kind: "fold-end" }
    }
  }
}
