import type { Batch, Change, SessionProvider } from "@opencode/session-core/provider"
import { newSession } from "session-test-support/new-session"

export const scope = { projectId: "app" }

let batches = 0

/** Applies changes to a session, under a batch id of their own. */
export async function apply(
  target: SessionProvider,
  sessionId: string,
  changes: Change[],
  more: Partial<Batch> = {},
): Promise<number> {
  batches += 1
  const batch = { id: `batch-${process.pid}-${batches}`, scope, sessionId, at: batches, changes, ...more }
  return (await target.apply(batch)).revision
}

export const create = (title = "A title", projectId = "app", parentId: string | null = null): Change => ({
  type: "session.create",
  session: newSession({ projectId, parentId, title, author: { user: "ann", host: "laptop" } }),
})

export const message = (id: string, cost = 0): Change => ({
  type: "message.put",
  message: {
    id,
    role: "user",
    parentId: null,
    agent: null,
    model: null,
    usage: { input: 1, output: 2, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost },
    error: null,
    author: null,
    metadata: {},
    createdAt: 1,
    updatedAt: 1,
    completedAt: null,
  },
})

export const text = (messageId: string, id: string, content: string): Change => ({
  type: "part.put",
  part: { messageId, id, type: "text", data: { text: content }, createdAt: 1, updatedAt: 1 },
})
