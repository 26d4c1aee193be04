import { expect, test, vi } from "vitest"
import { InterruptedError, Interruption } from "./interruption.ts"

test("the first Ctrl-C lets a command stop where nothing is half-done, the second ends it at once", () => {
  // It never returns; here it has to.
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never)
  const interruption = new Interruption()
  const signal = interruption.take()
  process.emit("SIGINT")
  expect(signal.reason).toBeInstanceOf(InterruptedError)
  expect(exit).not.toHaveBeenCalled()
  process.emit("SIGINT")
  expect(exit).toHaveBeenCalledWith(130)
  interruption.release()
  exit.mockRestore()
})

test("a command that has ended does not keep Ctrl-C to itself", () => {
  const before = process.listenerCount("SIGINT")
  const interruption = new Interruption()
  interruption.take()
  expect(interruption.take().aborted).toBe(false)
  interruption.release()
  expect(process.listenerCount("SIGINT")).toBe(before)
})
