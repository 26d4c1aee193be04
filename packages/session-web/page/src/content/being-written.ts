import type { MessageWithParts } from "../api/types.ts"

/** Without a word for so long, a writer is taken for gone. */
const silenceMilliseconds = 60_000

/** Whether a message is still being written, as far as can be told at that time: the epoch's milliseconds. */
export function isBeingWritten({ role, completedAt, updatedAt, parts }: MessageWithParts, now: number): boolean {
  if (role !== "assistant" || completedAt !== null) return false
  const lastWord = Math.max(updatedAt, ...parts.map((part) => part.updatedAt))
  return now - lastWord < silenceMilliseconds
}
