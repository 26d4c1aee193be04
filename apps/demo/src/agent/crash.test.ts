import { mkdirSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"
import { openSessionStore } from "@opencode/session-core"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { DemoClient, errorName, textOf } from "../client/demo-client.ts"
import { DemoProcess, type DemoProcessOptions } from "../client/demo-process.ts"
import { temporaryFolder } from "../test-support/temporary-demo.ts"
import { Interruptions } from "./interruptions.ts"

const numbersTo = (last: number): string => Array.from({ length: last }, (_, index) => index + 1).join(" ")

function homeWithProject(): DemoProcessOptions {
  const home = temporaryFolder()
  const directory = join(home, "widget")
  mkdirSync(directory)
  return { home, directory }
}

async function startProcess(options: DemoProcessOptions) {
  const demo = await DemoProcess.start(options)
  onTestFinished(() => demo.kill())
  return { demo, client: new DemoClient(demo.address) }
}

describe("a server that is killed while it writes a reply", () => {
  it("loses nothing that was written; the next marks the reply as interrupted, and continues it", async () => {
    const options = homeWithProject()
    const first = await startProcess(options)
    const other = await startProcess(options)
    const { id } = await first.client.create()
    const messageId = await first.client.prompt(id, "count to 300")
    const before = await first.client.until(id, messageId, (message) => /\b15\b/.test(textOf(message)))
    // Another server on the same database leaves the reply alone: its writer lives.
    const seen = await other.client.until(id, messageId, (message) => /\b20\b/.test(textOf(message)))
    expect(seen).toMatchObject({ completedAt: null, error: null })
    await first.demo.kill()
    // It is the reading that finds it: no restart is needed.
    const marked = await other.client.ended(id, messageId)
    expect(errorName(marked)).toBe("MessageInterruptedError")
    expect(textOf(marked).startsWith(textOf(before))).toBe(true)
    expect(numbersTo(300).startsWith(textOf(marked))).toBe(true)
    expect(await other.client.continue(id)).toBe(messageId)
    const whole = await other.client.ended(id, messageId)
    expect(whole.error).toBeNull()
    expect(textOf(whole)).toBe(numbersTo(300))
    expect((await other.client.session(id)).messageCount).toBe(2)
  })

  it("finds what it left when it starts again, without anybody looking", async () => {
    const options = homeWithProject()
    const first = await startProcess(options)
    const { id } = await first.client.create()
    const messageId = await first.client.prompt(id, "count to 300")
    await first.client.until(id, messageId, (message) => /\b5\b/.test(textOf(message)))
    await first.demo.kill()
    await startProcess(options)
    const store = await openSessionStore({ directory: options.directory, environment: { HOME: options.home } })
    onTestFinished(() => store.close())
    await expect
      .poll(async () => (await store.messages.list(id)).messages.at(-1)?.error)
      .toMatchObject({ name: "MessageInterruptedError" })
    expect((await store.messages.list(id)).messages.at(-1)?.id).toBe(messageId)
  })
})

describe("a reply of another machine", () => {
  const here = { server: "here", host: "this-machine", processId: 1 }

  async function withReply(run: { server: string; host: string; processId: number }) {
    const options = homeWithProject()
    const store = await openSessionStore({ directory: options.directory, environment: { HOME: options.home } })
    onTestFinished(() => store.close())
    const { id } = await store.sessions.create({ title: "x" })
    const writer = store.messages.stream(id, { role: "assistant", metadata: { run } })
    writer.text("So far")
    const toolId = writer.part({ type: "tool", tool: "read", callID: "c", state: { status: "running", input: {} } })
    await writer.flush()
    const read = async () => {
      const { messages } = await store.messages.list(id)
      const message = messages.at(-1)
      if (message === undefined) throw new Error("It was written.")
      return message
    }
    const interruptions = new Interruptions({
      store,
      identity: here,
      isWriting: () => false,
      report: (problem) => {
        throw problem
      },
      silence: 400,
    })
    onTestFinished(() => interruptions.close())
    return { store, id, writer, read, interruptions, toolId }
  }

  it("counts as interrupted once it has been silent for long, its tool calls too", async () => {
    const { id, read, interruptions } = await withReply({ server: "there", host: "other-machine", processId: 1 })
    expect(await interruptions.consider(id, [await read()])).toBe(false)
    expect((await read()).completedAt).toBeNull()
    await expect.poll(async () => errorName(await read())).toBe("MessageInterruptedError")
    expect((await read()).parts.map(({ type, data }) => [type, data.text ?? data.state])).toEqual([
      ["text", "So far"],
      ["tool", expect.objectContaining({ status: "error", error: expect.stringContaining("ended") })],
    ])
  })

  it("is left alone as long as it gives signs of life", async () => {
    const { store, id, writer, read, interruptions, toolId } = await withReply({
      server: "there",
      host: "other-machine",
      processId: 1,
    })
    await interruptions.consider(id, [await read()])
    const look = vi.spyOn(store.sessions, "get")
    // Three times it is looked at after a silence that would have been too long.
    while (look.mock.calls.length < 3) {
      writer.part({ type: "tool", id: toolId, tool: "read", callID: "c", state: { status: "running", input: {} } })
      await writer.flush()
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(await read()).toMatchObject({ completedAt: null, error: null })
    await writer.complete()
    expect((await read()).error).toBeNull()
  })

  it("is not taken for ours by its process id alone", async () => {
    const { id, read, interruptions } = await withReply({
      server: "there",
      host: `not-${hostname()}`,
      // Of no process here.
      processId: 2 ** 22 + 1,
    })
    expect(await interruptions.consider(id, [await read()])).toBe(false)
  })
})
