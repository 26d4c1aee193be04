import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { FakeTerminal } from "../../test/fake-terminal.ts"
import { createProgress, progressOf } from "./progress.ts"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test("what is done within a second leaves no trace on the screen", () => {
  const terminal = new FakeTerminal(80)
  const progress = createProgress(terminal)
  progress.update(() => progressOf(1, 2, "sessions"))
  progress.end()
  expect(terminal.printed).toBe("")
})

test("who waits longer sees how far it is, ten times a second at most, and then a clean line", () => {
  const terminal = new FakeTerminal(20)
  const progress = createProgress(terminal)
  vi.advanceTimersByTime(1000)
  progress.update(() => progressOf(1, 200, "sessions and more words"))
  progress.update(() => progressOf(2, 200, "sessions"))
  expect(terminal.printed).toBe("\r\u001b[K1 of 200 sessions a")
  vi.advanceTimersByTime(100)
  progress.update(() => progressOf(3, null, "sessions"))
  progress.end()
  expect(terminal.printed).toMatch(/3 sessions\r\u001b\[K$/)
})

test("a log file is not filled with progress", () => {
  const file = new FakeTerminal(80, false)
  const progress = createProgress(file)
  vi.advanceTimersByTime(5000)
  progress.update(() => progressOf(1, 2, "sessions"))
  progress.end()
  expect(file.printed).toBe("")
})
