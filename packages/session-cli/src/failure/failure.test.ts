import { SessionStorageError } from "@opencode/session-core"
import { expect, it } from "vitest"
import { describeFailure } from "./failure.ts"

it("a change whose answer was lost is not reported as if it had not been made", () => {
  const lost = new SessionStorageError("timeout", "No answer came.", { outcome: "unknown" })
  expect(describeFailure(lost)?.message).toMatch(/^No answer came\. The change may have been made/)
  const refused = new SessionStorageError("conflict", "Somebody else wrote first.", { outcome: "not_written" })
  expect(describeFailure(refused)?.message).toBe("Somebody else wrote first.")
})
