import { expect, test } from "vitest"
import { describeProgress } from "./import.ts"

test("an import says how far it is in what its file has: JSON Lines have changes, and not 0 messages", () => {
  expect(describeProgress({ sessions: 3, totalSessions: 7, messages: 12, parts: 40 }).value).toBe(
    "Importing: 3 of 7 sessions, 12 messages, 40 parts",
  )
  expect(describeProgress({ sessions: 3, totalSessions: null, changes: 52 }).value).toBe(
    "Importing: 3 sessions, 52 changes",
  )
})
