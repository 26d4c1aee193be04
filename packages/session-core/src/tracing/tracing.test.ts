import { tracingChannel } from "node:diagnostics_channel"
import { describe, expect, it } from "vitest"
import { createMemoryProvider } from "../memory/index.ts"
import { createSessionStore } from "../store/session-store.ts"
import type { TraceContext } from "./tracing.ts"

const secret = "hunter2"

/** What is published on an operation's channel while something runs. */
async function trace(operation: string, run: () => Promise<unknown>) {
  const events: { event: string; context: TraceContext }[] = []
  const channel = tracingChannel<unknown, TraceContext>(`opencode.session.${operation}`)
  const note = (event: string) => (context: TraceContext) => events.push({ event, context: { ...context } })
  const subscribers = {
    ...{
      start: note("start"),
      end: note("end"),
      asyncStart: note("asyncStart"),
      asyncEnd: note("asyncEnd"),
      error: note("error"),
    },
  }
  channel.subscribe(subscribers)
  await run().catch(() => {})
  channel.unsubscribe(subscribers)
  return events
}

const openStore = () =>
  createSessionStore({ provider: createMemoryProvider(), scope: { projectId: "app" }, author: null })

describe("tracing", () => {
  it("a call is published from its start to its end, with what it is about", async () => {
    const store = openStore()
    await store.sessions.create({ id: "s" })
    const events = await trace("apply", () => store.sessions.rename("s", secret))
    expect(events.map(({ event }) => event)).toEqual(["start", "end", "asyncStart", "asyncEnd"])
    expect(events[0]?.context).toEqual({ provider: "memory", sessionId: "s", changes: 1 })
  })

  it("a failure is published as one", async () => {
    const store = openStore()
    const events = await trace("apply", () => store.sessions.rename("nobody", "x"))
    expect(events.map(({ event }) => event)).toContain("error")
  })

  it("invariant 15: what is published before the answer holds no content", async () => {
    const store = openStore()
    await store.sessions.create({ id: "s" })
    const runs = [
      await trace("apply", () => store.messages.append("s", { role: "user", parts: [{ type: "text", text: secret }] })),
      await trace("search", () => store.search(secret)),
    ]
    for (const events of runs) expect(JSON.stringify(events[0])).not.toContain(secret)
  })
})
