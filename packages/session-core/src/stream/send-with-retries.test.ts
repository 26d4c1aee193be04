import { describe, expect, it, vi } from "vitest"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { sendWithRetries } from "./send-with-retries.ts"

describe("sendWithRetries", () => {
  it("tries again while the failure may pass", async () => {
    const send = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new SessionStorageError("busy", "x"))
      .mockResolvedValue("sent")
    expect(await sendWithRetries(send)).toBe("sent")
    expect(send).toHaveBeenCalledTimes(2)
  })

  it("gives up at once for what stays", async () => {
    for (const error of [new SessionStorageError("storage_full", "x"), new TypeError("x")]) {
      const send = vi.fn<() => Promise<string>>().mockRejectedValue(error)
      await expect(sendWithRetries(send)).rejects.toBe(error)
      expect(send).toHaveBeenCalledOnce()
    }
  })

  it("gives up after half a minute, with the last failure", async () => {
    vi.useFakeTimers({ toFake: ["Date"] })
    try {
      const error = new SessionStorageError("timeout", "x")
      const send = vi.fn(async () => {
        vi.setSystemTime(Date.now() + 31_000)
        throw error
      })
      await expect(sendWithRetries(send)).rejects.toBe(error)
      expect(send).toHaveBeenCalledOnce()
    } finally {
      vi.useRealTimers()
    }
  })
})
