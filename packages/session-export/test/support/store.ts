import { createSessionStore, type SessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"

export const openStore = (): SessionStore =>
  createSessionStore({
    provider: createMemoryProvider(),
    scope: { projectId: "my-app" },
    author: { user: "alice", host: "laptop" },
  })

/** All of what is written piece by piece. */
export async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = ""
  for await (const piece of pieces) text += piece
  return text
}
