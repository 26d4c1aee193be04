import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { sendWithRetries } from "./send-with-retries.ts"

/** Time passes only in pauses and sendings. */
const pause = async (milliseconds: number) => {
  vi.advanceTimersByTime(milliseconds)
}

/** More tries than a quarter of an hour has room for. Without pauses they would go on for ever, and no time limit could come. */
const mostTries = 10_000

/** Sends as `send` does, and stops the test where nothing else would. */
function limited<Result>(send: () => Promise<Result>): () => Promise<Result> {
  let tries = 0
  return async () => {
    tries += 1
    if (tries > mostTries) throw new Error(`It was tried ${mostTries} times, and no time has passed.`)
    return send()
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe("sendWithRetries", () => {
  it("tries again while the failure may pass", async () => {
    const send = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(new SessionStorageError("busy", "x"))
      .mockResolvedValue("sent")
    expect(await sendWithRetries(send, { pause })).toBe("sent")
    expect(send).toHaveBeenCalledTimes(2)
  })

  it("gives up at once for what stays", async () => {
    for (const error of [new SessionStorageError("storage_full", "x"), new TypeError("x")]) {
      const send = vi.fn<() => Promise<string>>().mockRejectedValue(error)
      await expect(sendWithRetries(send, { pause })).rejects.toBe(error)
      expect(send).toHaveBeenCalledOnce()
    }
  })

  it("waits out a server that takes no writes while it fails over, and no other", async () => {
    const moving = new SessionStorageError("read_only", "x", { retryable: true })
    const send = vi.fn<() => Promise<string>>().mockRejectedValueOnce(moving).mockResolvedValue("sent")
    expect(await sendWithRetries(send, { pause })).toBe("sent")
    const replica = new SessionStorageError("read_only", "x")
    await expect(sendWithRetries(() => Promise.reject(replica), { pause })).rejects.toBe(replica)
  })

  it("outlasts an outage of five minutes, with a try at least every two seconds, and gives up after a quarter of an hour", async () => {
    const started = performance.now()
    const back = started + 5 * 60_000
    const send = vi.fn(async () => {
      if (performance.now() < back) throw new SessionStorageError("unavailable", "x")
      return "sent"
    })
    expect(await sendWithRetries(limited(send), { pause })).toBe("sent")
    expect(performance.now() - back).toBeLessThan(2000)
    // Rarely enough not to burden a server that is starting.
    expect(send.mock.calls.length).toBeLessThan(320)

    const error = new SessionStorageError("timeout", "x")
    const again = performance.now()
    const hopeless = limited(() => Promise.reject(error))
    await expect(sendWithRetries(hopeless, { pause })).rejects.toBe(error)
    expect(performance.now() - again).toBeGreaterThan(10 * 60_000)
    expect(performance.now() - again).toBeLessThan(16 * 60_000)
  })

  it("loses no patience while the laptop sleeps", async () => {
    const send = vi.fn<() => Promise<string>>().mockImplementationOnce(async () => {
      vi.advanceTimersByTime(8 * 3_600_000)
      throw new SessionStorageError("timeout", "x")
    })
    send.mockResolvedValue("sent")
    expect(await sendWithRetries(send, { pause })).toBe("sent")
  })

  it("says of each failure that it is waited out", async () => {
    const onFailure = vi.fn()
    const send = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new SessionStorageError("busy", "x"))
    await sendWithRetries(send, { pause, onFailure })
    expect(onFailure).toHaveBeenCalledOnce()
  })
})
