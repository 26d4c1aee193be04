import type { JsonObject, Message } from "@opencode/session-core"

/** Why a reply ended early, in the form of OpenCode's errors. */
export interface ReplyError extends JsonObject {
  name: ReplyErrorName
  data: { message: string }
}

type ReplyErrorName = "MessageStoppedError" | "MessageInterruptedError" | "MessageFailedError"

/** The errors of replies that the agent can go on with. */
export const continuable: readonly string[] = [
  "MessageStoppedError",
  "MessageInterruptedError",
] satisfies ReplyErrorName[]

export const stopped = (): ReplyError =>
  replyError("MessageStoppedError", "The reply was stopped. It can be continued.")

export const interrupted = (): ReplyError =>
  replyError(
    "MessageInterruptedError",
    "The server that wrote this reply ended before the reply did. What it had written is here, and it can be continued.",
  )

export const failed = (message: string): ReplyError => replyError("MessageFailedError", message)

/** Whether a reply ended in a way that it can go on from. */
export function canContinue({ role, error, completedAt }: Message): boolean {
  if (role !== "assistant" || completedAt === null) return false
  if (typeof error !== "object" || error === null || Array.isArray(error)) return false
  return typeof error.name === "string" && continuable.includes(error.name)
}

const replyError = (name: ReplyErrorName, message: string): ReplyError => ({ name, data: { message } })
