import { expect, test } from "vitest"
import { sessionOrigin, shortOrigin } from "./session-origin.ts"

test("a session says which program wrote it, and which generation of that", () => {
  const one = sessionOrigin({ metadata: { opencode: { version: "1.18.33" }, import: {} } })
  expect(one).toEqual({ program: "OpenCode", version: "1.18.33" })
  expect(shortOrigin(one)).toBe("OpenCode 1")
  expect(shortOrigin(sessionOrigin({ metadata: { opencode: { version: "2.0.7" } } }))).toBe("OpenCode 2")
  expect(shortOrigin(sessionOrigin({ metadata: { opencodeGo: {} } }))).toBe("OpenCode in Go")
  expect(shortOrigin(sessionOrigin({ metadata: { claudeCode: { version: 3 } } }))).toBe("Claude Code")
})

test("a session that was written here says nothing of another program, whatever else is in its metadata", () => {
  for (const metadata of [{}, { mine: { version: "1.0.0" } }, { opencode: null }, { codex: ["1.0.0"] }]) {
    expect(sessionOrigin({ metadata })).toBeNull()
  }
  expect(shortOrigin(null)).toBe("")
})
