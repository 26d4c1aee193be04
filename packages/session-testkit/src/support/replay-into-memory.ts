import { createMemoryProvider } from "@opencode/session-core/memory"
import type { SessionProvider } from "@opencode/session-core/provider"
import { replayChange } from "@opencode/session-core/transfer"
import { allChanges, allSessions } from "./read-everything.ts"
import { apply } from "./samples.ts"

/** Replays the feed of every session into an empty memory provider: it then holds what the feeds say. */
export async function replayIntoMemory(source: SessionProvider, limit = 100): Promise<SessionProvider> {
  const copy = createMemoryProvider()
  for (const session of await allSessions(source)) {
    for (const entry of await allChanges(source, session.id, { limit })) {
      await apply(copy, session.id, [replayChange(entry)], { at: session.updatedAt })
    }
  }
  for (const { sessionCount: _sessions, updatedAt: _updated, ...project } of await source.listProjects()) {
    await copy.putProject(project)
  }
  return copy
}
