import { describe, expect, it } from "vitest"
import { ConflictError } from "./conflict-error.ts"
import { type ErrorCode, errorCodes } from "./error-code.ts"
import { SessionStorageError } from "./session-storage-error.ts"
import { TooLargeError } from "./too-large-error.ts"

/** Another installed copy of this package, as another version of a dependency would bring along: the one that was built. */
function otherCopy(): Promise<typeof import("./index.ts")> {
  return import(new URL("../../dist/errors/index.js", import.meta.url).href)
}

describe("errors", () => {
  it("of another copy of the package are recognised, though they are of another class", async () => {
    const other = await otherCopy()
    expect(other.SessionStorageError).not.toBe(SessionStorageError)
    const error: unknown = new other.SessionStorageError("busy", "x")
    expect(error instanceof SessionStorageError).toBe(false)
    expect(SessionStorageError.isInstance(error)).toBe(true)
    expect(SessionStorageError.isInstance(error, "busy")).toBe(true)
    expect(SessionStorageError.isInstance(error, "conflict")).toBe(false)
    expect(ConflictError.isInstance(new other.ConflictError("s", 1, 2))).toBe(true)
    expect(TooLargeError.isInstance(new other.TooLargeError("x", 2, 1))).toBe(true)
  })

  it("that only have the code are not taken for the class, whose fields would be undefined", () => {
    const ofTheServer: unknown = new SessionStorageError("too_large", "The packet is too large.")
    expect(TooLargeError.isInstance(ofTheServer)).toBe(false)
    expect(SessionStorageError.isInstance(ofTheServer, "too_large")).toBe(true)
    expect(ConflictError.isInstance(new SessionStorageError("conflict", "x"))).toBe(false)
    expect(ConflictError.isInstance(new TooLargeError("x", 2, 1))).toBe(false)
    expect(TooLargeError.isInstance(new ConflictError("s", 1, 2))).toBe(false)
    expect(ConflictError.isInstance(Object.assign(new Error("x"), { code: "conflict" }))).toBe(false)
    expect(ConflictError.isInstance(null)).toBe(false)
    const conflict: unknown = new ConflictError("s", 1, 2)
    expect(ConflictError.isInstance(conflict, "conflict")).toBe(true)
    expect(ConflictError.isInstance(conflict, "busy")).toBe(false)
  })

  it("of others are not taken for ours, also with a code like ours", () => {
    for (const error of [
      new Error("x"),
      Object.assign(new Error("x"), { code: "busy" }),
      { code: "busy" },
      null,
      undefined,
      "busy",
    ]) {
      expect(SessionStorageError.isInstance(error)).toBe(false)
    }
  })

  it.each(Object.entries(errorCodes))("%s says whether trying again can help", (code, { retryable }) => {
    expect(new SessionStorageError(code as ErrorCode, "x").retryable).toBe(retryable)
  })

  it("carry what to do about it, and what they were caused by", () => {
    const cause = new Error("below")
    expect(new SessionStorageError("busy", "x", { hint: "Try again.", cause })).toMatchObject({
      hint: "Try again.",
      cause,
      name: "SessionStorageError",
    })
    expect("cause" in new SessionStorageError("busy", "x")).toBe(false)
  })

  it("a conflict carries both revisions, and too large its sizes", () => {
    expect(new ConflictError("s", 3, 5)).toMatchObject({
      code: "conflict",
      sessionId: "s",
      expectedRevision: 3,
      actualRevision: 5,
    })
    expect(new TooLargeError("The title", 9, 5)).toMatchObject({
      code: "too_large",
      what: "The title",
      size: 9,
      limit: 5,
    })
  })
})
