import { describe, expect, it } from "vitest"
import { requireRuntime } from "./require-runtime.ts"

describe("requireRuntime", () => {
  it.each(["22.0.0", "24.21.0", "100.0.0"])("Node.js %s will do", (node) => requireRuntime("SQLite sessions", { node }))

  it.each(["20.20.2", "18.0.0", "4.9.1", undefined])(
    "Node.js %s is refused, instead of crashing in the driver",
    (node) => {
      expect(() => requireRuntime("SQLite sessions", { node })).toThrowError(
        expect.objectContaining({
          code: "runtime_unsupported",
          message: expect.stringMatching(/^SQLite sessions need Node\.js 22/),
          hint: expect.stringContaining("https://nodejs.org"),
        }),
      )
    },
  )

  it("Bun, which claims to be an older Node.js, is not held up by that", () =>
    requireRuntime("SQLite sessions", { node: "20.0.0", bun: "1.3.0" }))
})
