import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises"
import type { CompleteOptions, MessageWriter } from "@opencode/session-core"
import { type Batch, limits, type SessionProvider } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { type Fault, FaultyProvider } from "../support/faulty-provider.ts"
import { hook, type KitContext, storeOf } from "../support/kit-context.ts"
import { allMessages } from "../support/read-everything.ts"
import { soon } from "../support/soon.ts"
import { until } from "../support/until.ts"

const flush = (reply: MessageWriter) => soon("what was said is stored", reply.flush())
const complete = (reply: MessageWriter, options?: CompleteOptions) =>
  soon("the reply is stored to its end", reply.complete(options))

/**
 * A message is written as a model speaks, over a network that the test spoils.
 *
 * What a user loses: words of a reply that was paid for, or the flow of it: the agent waits for the database.
 */
export function describeStreaming(context: KitContext): void {
  async function open(faultOf?: (batch: Batch, index: number) => Fault) {
    const opened = await context.open()
    await opened.store.sessions.create({ id: "s" })
    const network = new FaultyProvider(opened.provider, faultOf)
    return { ...opened, network, store: storeOf(network.provider) }
  }

  const textsOf = async (provider: SessionProvider) =>
    (await allMessages(provider, "s")).map(({ parts }) => parts.map(({ data }) => data.text))

  describe("the streaming writer", () => {
    it("what was streamed comes back whole: text, reasoning and tools in their order", async () => {
      const { provider, store } = await open()
      const reply = store.messages.stream("s", { role: "assistant" })
      reply.reasoning("I ")
      reply.reasoning("think")
      for (const delta of ["Let ", "me ", "look."]) reply.text(delta)
      const tool = reply.part({ type: "tool", tool: "read", callID: "1", state: { status: "running" } })
      reply.part({ id: tool, type: "tool", tool: "read", callID: "1", state: { status: "completed", output: "…" } })
      reply.text("Found it.")
      await complete(reply, { usage: { input: 10, output: 5, cost: 0.5 } })
      const [message] = await allMessages(provider, "s")
      expect(message?.parts).toMatchObject([
        { type: "reasoning", data: { text: "I think", time: { end: expect.any(Number) } } },
        { type: "text", data: { text: "Let me look." } },
        { type: "tool", id: tool, data: { state: { status: "completed" } } },
        { type: "text", data: { text: "Found it." } },
      ])
      expect(message).toMatchObject({ completedAt: expect.any(Number), usage: { input: 10, output: 5, cost: 0.5 } })
    })

    it("a tool part that goes on keeps the time at which it began", async () => {
      const { provider, store } = await open()
      const reply = store.messages.stream("s", { role: "assistant" })
      const id = reply.part({ type: "tool", tool: "bash", callID: "1", state: { status: "running" } })
      await flush(reply)
      const [before] = await allMessages(provider, "s")
      await until("the clock has gone on", () => Date.now() > (before?.parts[0]?.updatedAt ?? 0))
      reply.part({ id, type: "tool", tool: "bash", callID: "1", state: { status: "completed" } })
      await complete(reply)
      const [after] = await allMessages(provider, "s")
      expect(after?.parts[0]?.createdAt).toBe(before?.parts[0]?.createdAt)
      expect(after?.parts[0]?.updatedAt).toBeGreaterThan(before?.parts[0]?.updatedAt ?? 0)
    })

    it("thousands of deltas are a few writes, not one each", async () => {
      const { provider, store, network } = await open()
      const reply = store.messages.stream("s", { role: "assistant" })
      for (let index = 0; index < 5_000; index += 1) {
        reply.text(`${index} `)
        if (index % 500 === 0) await nextTurn()
      }
      await complete(reply)
      expect(network.batches.length).toBeLessThanOrEqual(15)
      expect(await textsOf(provider)).toEqual([[Array.from({ length: 5_000 }, (_, index) => `${index} `).join("")]])
    })

    it("the agent that feeds it never waits, though the database answers no write before it has finished", async () => {
      const { promise: held, resolve: answer } = Promise.withResolvers<void>()
      const { store, network } = await open(() => ({ held }))
      const reply = store.messages.stream("s", { role: "assistant" })
      for (let index = 0; index < 5_000; index += 1) {
        reply.text("delta ")
        if (index % 100 === 0) await nextTurn()
      }
      expect(network.pending).toBe(1)
      answer()
      await complete(reply)
      expect(network.batches.length).toBeLessThanOrEqual(4)
    })

    it("one write of a message is under way at a time, so no later text is overtaken by an earlier one", async () => {
      const { provider, store, network } = await open(() => ({ delay: 20 }))
      const reply = store.messages.stream("s", { role: "assistant" })
      for (let index = 0; index < 20; index += 1) {
        reply.text(`${index} `)
        if (index % 3 === 0) void reply.flush()
        await delay(5)
      }
      await complete(reply)
      expect(network.mostPending).toBe(1)
      expect(await textsOf(provider)).toEqual([[Array.from({ length: 20 }, (_, index) => `${index} `).join("")]])
    })

    it("at most about ten writes a second are made while the model speaks", async () => {
      const { store, network } = await open()
      const reply = store.messages.stream("s", { role: "assistant" })
      const started = Date.now()
      for (let index = 0; index < 50; index += 1) {
        reply.text("word ")
        await delay(10)
      }
      const before = network.batches.length
      expect(before).toBeGreaterThanOrEqual(2)
      // By the time that it took: on a machine that is busy the model speaks slowly.
      expect(before).toBeLessThanOrEqual(3 + (Date.now() - started) / 100)
      await complete(reply)
    })

    it("what a reader sees on the way is a beginning of the text, never something else", async () => {
      const { provider, store } = await open()
      const reply = store.messages.stream("s", { role: "assistant" })
      let whole = ""
      for (let index = 0; index < 10; index += 1) {
        reply.text(`${index},`)
        whole += `${index},`
        await flush(reply)
        const [[seen] = []] = await textsOf(provider)
        expect(seen).toBe(whole)
      }
      expect((await allMessages(provider, "s"))[0]?.completedAt).toBeNull()
      await complete(reply)
    })

    it("flush returns when what was given is stored, though the model goes on speaking", async () => {
      const { provider, store } = await open(() => ({ delay: 30 }))
      const reply = store.messages.stream("s", { role: "assistant" })
      reply.text("first ")
      const speaking = setInterval(() => reply.text("more "), 1)
      try {
        await flush(reply)
      } finally {
        clearInterval(speaking)
      }
      const [[seen] = []] = await textsOf(provider)
      expect(seen).toMatch(/^first /)
      await complete(reply)
    })

    it("a receipt that was lost is asked for again with the same batch, and nothing is written twice", async () => {
      const { provider, store, network } = await open((_, index) => (index < 2 ? { lost: "after" } : {}))
      const reply = store.messages.stream("s", { role: "assistant" })
      reply.text("once")
      await complete(reply, { usage: { input: 7 } })
      expect(network.batches[1]).toEqual(network.batches[0])
      expect(network.batches[2]).toEqual(network.batches[0])
      expect(await textsOf(provider)).toEqual([["once"]])
      expect(await provider.getSession({ scope: { projectId: "app" }, sessionId: "s" })).toMatchObject({
        ...{ messageCount: 1, usage: { input: 7 } },
      })
    })

    it("a request that was lost is sent again, and what came meanwhile follows", async () => {
      const { provider, store } = await open((_, index) => (index % 2 === 0 ? { lost: "before" } : {}))
      const reply = store.messages.stream("s", { role: "assistant" })
      for (let index = 0; index < 10; index += 1) {
        reply.text(`${index} `)
        await delay(10)
      }
      await complete(reply)
      expect(await textsOf(provider)).toEqual([["0 1 2 3 4 5 6 7 8 9 "]])
    })

    it("a message that was interrupted by a crash can be resumed where it is, by another process", async (test) => {
      const opened = await open()
      const reply = opened.store.messages.stream("s", { role: "assistant" })
      reply.reasoning("because")
      reply.text("The answer ")
      await flush(reply)
      const other = await hook(test, opened, "reopen")()
      expect((await allMessages(other, "s"))[0]).toMatchObject({ completedAt: null })
      const resumed = await storeOf(other).messages.resume("s", reply.id)
      resumed.text("is 42.")
      await complete(resumed, { usage: { output: 3 } })
      const [message, ...others] = await allMessages(other, "s")
      expect(others).toEqual([])
      expect(message).toMatchObject({ id: reply.id, completedAt: expect.any(Number), usage: { output: 3 } })
      expect(message?.parts.map(({ data }) => data.text)).toEqual(["because", "The answer is 42."])
    })

    it("a message that nobody wrote cannot be resumed", async () => {
      const { store } = await open()
      await expectError(store.messages.resume("s", "nothing"), "not_found")
    })

    it("a text that grows over the limit is refused as too large, and what was stored before stays", async () => {
      const { provider, store } = await open()
      const reply = store.messages.stream("s", { role: "assistant" })
      reply.text("the beginning ")
      await flush(reply)
      reply.text("x".repeat(limits.valueBytes))
      await expectError(reply.flush(), "too_large")
      await expectError(reply.complete(), "too_large")
      expect(reply.failure).toMatchObject({ code: "too_large" })
      expect(await textsOf(provider)).toEqual([["the beginning "]])
    })

    it("a writer that failed for good keeps no more in memory, and says why each time", async () => {
      const { store } = await open()
      const reply = store.messages.stream("nobody", { role: "assistant" })
      await expectError(reply.flush(), "not_found")
      reply.text("still speaking")
      reply.part({ type: "step-start" })
      await expectError(reply.flush(), "not_found")
      await expectError(reply.complete(), "not_found")
    })

    it("a failure while nobody waits does not end the process, and is told at the next flush", async () => {
      const { store } = await open()
      const reply = store.messages.stream("nobody", { role: "assistant" })
      reply.text("lost")
      await until("the writer has failed", () => reply.failure !== undefined)
      await expectError(reply.flush(), "not_found")
    })

    it("a message that was completed takes no more text", async () => {
      const { provider, store } = await open()
      const reply = store.messages.stream("s", { role: "assistant" })
      reply.text("done")
      await complete(reply)
      expect(() => reply.text("more")).toThrowError(/completed/)
      expect(() => reply.part({ type: "step-start" })).toThrowError(/completed/)
      await complete(reply)
      expect(await textsOf(provider)).toEqual([["done"]])
    })

    it("a message that failed keeps what was said, with the reason", async () => {
      const { provider, store } = await open()
      const reply = store.messages.stream("s", { role: "assistant" })
      reply.text("half an ans")
      await reply.fail({ name: "Aborted" }, { usage: { output: 2 } })
      const [message] = await allMessages(provider, "s")
      expect(message).toMatchObject({
        error: { name: "Aborted" },
        usage: { output: 2 },
        parts: [{ data: { text: "half an ans" } }],
      })
    })

    it("two replies that stream into one session at once do not disturb each other", async () => {
      const { provider, store } = await open(() => ({ delay: 5 }))
      const replies = [
        store.messages.stream("s", { role: "assistant" }),
        store.messages.stream("s", { role: "assistant" }),
      ]
      for (let index = 0; index < 30; index += 1) {
        replies[0]?.text(`a${index} `)
        replies[1]?.text(`b${index} `)
        await nextTurn()
      }
      await Promise.all(replies.map((reply) => complete(reply, { usage: { output: 1 } })))
      const texts = (await textsOf(provider)).map(([words]) => String(words))
      expect(texts.every((words) => words.split(" ").length === 31)).toBe(true)
      expect(await store.sessions.require("s")).toMatchObject({ messageCount: 2, usage: { output: 2 } })
    })

    it("memory holds what is not stored yet: text that is stored is not kept by earlier parts", async () => {
      const { store, network } = await open()
      const reply = store.messages.stream("s", { role: "assistant" })
      for (let index = 0; index < 5; index += 1) {
        reply.text("x".repeat(10_000))
        reply.part({ type: "step-finish" })
        await flush(reply)
      }
      await complete(reply)
      const parts = network.batches.map(({ changes }) => changes.filter(({ type }) => type === "part.put").length)
      expect(Math.max(...parts)).toBeLessThanOrEqual(2)
    })
  })
}
