import type { SessionStore } from "@opencode/session-core"
import { describe, expect, it } from "vitest"
import { memoryStore } from "../../test/support/temporary-web.ts"
import { UsageByDay } from "./usage-by-day.ts"

describe("usage by day", () => {
  const usage = { input: 10, output: 1, cost: 0.1 }
  const day = 24 * 60 * 60 * 1000

  /** A session that began on another day. */
  async function createLong(store: SessionStore, createdAt: number): Promise<void> {
    const { id } = await store.sessions.create()
    const template = await store.sessions.require(id)
    const {
      usage: _usage,
      messageCount: _messageCount,
      revision: _revision,
      updatedAt: _updatedAt,
      ...fields
    } = template
    const session = { ...fields, createdAt }
    await store.apply("ses_long", [{ type: "session.create", session }], { at: createdAt })
  }

  it("puts each message on its day, also in a session that goes on for days", async () => {
    const store = memoryStore()
    const now = Date.now()
    const { id } = await store.sessions.create({ title: "x" })
    await createLong(store, now - 40 * day)
    for (const days of [40, 2, 2, 0]) {
      const createdAt = now - days * day
      await store.messages.append("ses_long", { role: "assistant", usage, createdAt }, { at: createdAt })
    }
    await store.messages.append(id, { role: "assistant", usage })
    const usageByDay = new UsageByDay()
    expect(await usageByDay.of(store, 7)).toMatchObject([
      { usage: { input: 20, output: 2, cost: 0.2 }, messages: 2 },
      { usage: { input: 20, output: 2, cost: 0.2 }, messages: 2 },
    ])
    expect(await usageByDay.of(store, 60)).toHaveLength(3)
  })

  it("counts a session of the same id in each store by itself: two pages in one process show their own", async () => {
    for (const input of [10, 20]) {
      const store = memoryStore()
      await createLong(store, Date.now() - 2 * day)
      await store.messages.append("ses_long", { role: "assistant", usage: { ...usage, input } })
      expect(await new UsageByDay().of(store, 7)).toMatchObject([{ usage: { input } }])
    }
  })
})
