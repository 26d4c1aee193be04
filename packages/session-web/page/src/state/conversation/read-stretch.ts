import { RequestProblem } from "../../api/problem.ts"
import type { ReadStretch } from "./message-stretch.ts"
import type { Reads } from "./reads.ts"

/** How many messages a page has. */
export const pageSize = 100

/** Messages as they were read, and the one that was asked for; null when it is the newest that are shown. */
export interface FoundStretch extends ReadStretch {
  target: string | null
}

/** Reads the messages around one, half a page before it and after it; the newest when it is null, or was removed. */
export async function readStretch(reads: Reads, sessionId: string, target: string | null): Promise<FoundStretch> {
  return (target === null ? null : await readAround(reads, sessionId, target)) ?? readNewest(reads, sessionId)
}

async function readAround(reads: Reads, sessionId: string, target: string): Promise<FoundStretch | null> {
  try {
    const [before, after] = await Promise.all([
      reads.messages(sessionId, pageSize / 2, { order: "newest-first", from: target }),
      reads.messages(sessionId, pageSize / 2, { order: "oldest-first", from: target }),
    ])
    const messages = [...before.messages, ...after.messages]
    return { messages, older: before.nextCursor, newer: after.nextCursor, target }
  } catch (problem) {
    if (problem instanceof RequestProblem && problem.code === "not_found") return null
    throw problem
  }
}

async function readNewest(reads: Reads, sessionId: string): Promise<FoundStretch> {
  const page = await reads.messages(sessionId, pageSize, { order: "newest-first" })
  return { messages: page.messages, older: page.nextCursor, newer: null, target: null }
}
