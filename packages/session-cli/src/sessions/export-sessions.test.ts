import { createSessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { expect, onTestFinished, test } from "vitest"
import { exportSessions } from "./export-sessions.ts"

test("OpenCode's format is refused for anything but one session, instead of losing the others", async () => {
  const store = createSessionStore({ provider: createMemoryProvider(), scope: { allProjects: true }, author: null })
  onTestFinished(() => store.close())
  for (const which of [{ all: true as const }, { sessionIds: [] }, { sessionIds: ["a", "b"] }]) {
    expect(() => exportSessions(store, { format: "opencode", ...which })).toThrow("one session")
  }
})
