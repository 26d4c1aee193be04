import { signal } from "@preact/signals"
import type { MessageWithParts } from "../api/types.ts"

/** Without a word for so long, whoever wrote is taken for gone. */
const silenceMilliseconds = 60_000

const now = signal(Date.now())
setInterval(() => {
  now.value = Date.now()
}, 5000)

/** Whether somebody is still writing the message, as far as can be told from here. */
export function isBeingWritten({ role, completedAt, updatedAt, parts }: MessageWithParts): boolean {
  if (role !== "assistant" || completedAt !== null) return false
  const lastWord = Math.max(updatedAt, ...parts.map((part) => part.updatedAt))
  return now.value - lastWord < silenceMilliseconds
}
