import { SessionStorageError } from "@opencode/session-core"
import { expect, test } from "vitest"
import { describeServers } from "./servers/index.ts"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"
import type { Fault } from "./support/wire-proxy.ts"

describeServers("faults on the way", (server) => {
  test.each<Fault>(["break-before", "break-within", "lose-answer"])(
    "%s: the caller gets its answer, and the batch is there once",
    async (fault) => {
      const { provider, proxy } = await freshStore(server)
      await apply(provider, "s", [create(), message("m")])
      for (let index = 0; index < 5; index += 1) {
        proxy.break(fault)
        expect(await apply(provider, "s", [text("m", `p${index}`, "x")])).toBe(3 + index)
      }
      const { changes } = await provider.changes({ scope, sessionId: "s", since: 0, limit: 100 })
      expect(changes.map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5, 6, 7])
    },
  )

  test.each<Fault>(["break-before", "lose-answer"])("%s: a creation is there once", async (fault) => {
    const { provider, proxy } = await freshStore(server)
    await apply(provider, "s", [create()])
    proxy.break(fault)
    expect(await apply(provider, "t", [create(), message("m")])).toBe(2)
    expect(await provider.getSession({ scope, sessionId: "t" })).toMatchObject({ revision: 2, messageCount: 1 })
  })

  test("a black hole: the caller waits no longer than the time-out, and the connection is not used again", async () => {
    const { provider, proxy } = await freshStore(server, { connectionTimeout: 2 })
    await apply(provider, "s", [create(), message("m")])
    proxy.break("black-hole")
    const started = Date.now()
    const error = await apply(provider, "s", [text("m", "p", "x")]).catch((reason: unknown) => reason)
    expect(SessionStorageError.isInstance(error, "timeout")).toBe(true)
    expect(Date.now() - started).toBeLessThan(3000)
    proxy.reset()
    expect(await apply(provider, "s", [text("m", "p", "x")])).toBe(3)
    expect(proxy.connections).toBe(1)
  })

  test("a black hole with a shorter readTimeout is survived by another connection", async () => {
    const { open, provider, proxy } = await freshStore(server)
    await apply(provider, "s", [create(), message("m")])
    const hasty = await open("readTimeout=300ms")
    await hasty.getSession({ scope, sessionId: "s" })
    await apply(hasty, "s", [text("m", "p", "x")])
    proxy.break("black-hole")
    expect(await apply(hasty, "s", [text("m", "q", "x")])).toBe(4)
  })

  test("refused connections in the middle of a stream: what was acknowledged is there, and the writer goes on", async () => {
    const { provider, proxy } = await freshStore(server)
    await apply(provider, "s", [create(), message("m")])
    proxy.refuse(true)
    proxy.disconnect()
    setTimeout(() => proxy.refuse(false), 700)
    expect(await apply(provider, "s", [text("m", "p", "x")])).toBe(3)
  })

  test("a server that was never there is reported at once, with what to do", async () => {
    const { open, proxy } = await freshStore(server)
    proxy.refuse(true)
    const stranger = await open()
    const started = Date.now()
    await expect(stranger.migrate()).rejects.toMatchObject({ code: "unavailable" })
    expect(Date.now() - started).toBeLessThan(2000)
  })

  test("a batch whose one value is over max_allowed_packet is refused, and nothing of it is written", async () => {
    const { open } = await freshStore(server)
    const small = await open("maxAllowedPacket=100000")
    await apply(small, "s", [create()])
    const batch = [message("m"), text("m", "p", "x".repeat(200_000))]
    await expect(apply(small, "s", batch)).rejects.toMatchObject({ code: "too_large" })
    expect(await small.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 1, messageCount: 0 })
  })

  test("a batch that is longer in all goes in several packets, and is still one", async () => {
    const { open, proxy } = await freshStore(server)
    const small = await open("maxAllowedPacket=100000")
    await apply(small, "s", [create(), message("m")])
    const parts = Array.from({ length: 10 }, (_, index) => text("m", `p${index}`, "x".repeat(50_000)))
    proxy.reset()
    expect(await apply(small, "s", parts)).toBe(12)
    expect(proxy.commands).toBeGreaterThan(4)
    await expect(apply(small, "s", [...parts, text("missing", "p", "x")])).rejects.toMatchObject({ code: "not_found" })
    expect(await small.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 12 })
  })
})
