import { type ErrorCode, SessionStorageError } from "@opencode/session-core/provider"
import { expect } from "../cases/expect.ts"
import { soon } from "./soon.ts"

/** Waits for a failure with one of our codes, and gives it for a closer look. */
export async function expectError(promise: Promise<unknown>, code: ErrorCode): Promise<SessionStorageError> {
  const failing = promise.then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error }),
  )
  const outcome = await soon(`a failure with ${code}`, failing)
  expect(outcome, `was to fail with ${code}`).not.toHaveProperty("value", expect.anything())
  if (!SessionStorageError.isInstance(outcome.error)) {
    throw new Error(`Was to fail with ${code}, not so:`, { cause: outcome.error })
  }
  expect(outcome.error.code).toBe(code)
  return outcome.error
}
