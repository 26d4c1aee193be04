import type { MessageWithParts, Part } from "@opencode/session-core"
import { expect, test } from "vitest"
import { harmful, hostileText } from "../../test/command-line.ts"
import { printedOn } from "../../test/fake-terminal.ts"
import { printMessage } from "./message-view.ts"

const part: Part = {
  id: "prt_1",
  messageId: "msg_1",
  sessionId: "ses_1",
  type: "text",
  data: { text: "hello" },
  ...{ createdAt: 0, updatedAt: 0, position: 2, revision: 2 },
}

const message: MessageWithParts = {
  id: "msg_1",
  sessionId: "ses_1",
  role: "assistant",
  ...{ parentId: null, agent: null, model: null, usage: null, error: null, author: null, metadata: {} },
  ...{ createdAt: 0, updatedAt: 0, completedAt: 1500, position: 1, revision: 1 },
  parts: [part],
}

const shown = (changes: Partial<MessageWithParts>, full = false) =>
  printedOn(100, (output) => {
    const shownMessage = { ...message, ...changes }
    return printMessage(output, shownMessage, { full, revert: null, parts: shownMessage.parts })
  })

test("a message that was never completed is marked, a user's is not", async () => {
  expect(await shown({ completedAt: null })).toContain("interrupted")
  expect(await shown({})).not.toContain("interrupted")
  expect(await shown({ completedAt: null, role: "user" })).not.toContain("interrupted")
})

test("a damaged part is marked where it stands, and the others are read on", async () => {
  const damaged: Part = {
    ...part,
    id: "prt_0",
    data: {},
    damaged: { reason: "It is no JSON.", raw: `{"text": ${hostileText}` },
  }
  const short = await shown({ parts: [damaged, part] })
  expect(short).toContain("! damaged text part prt_0: It is no JSON.\nhello\n")
  const full = await shown({ parts: [damaged, part] }, true)
  expect(full).toContain(`{"text": a`)
  expect(full).not.toMatch(harmful)
})

test("data of another shape than its type promises is shown, and does not end the command", async () => {
  const shapes: Part["data"][] = [
    {},
    { text: 7 },
    { text: null },
    { state: "odd" },
    { state: { input: [1], output: 5 } },
  ]
  for (const type of ["text", "reasoning", "tool", "file", "patch", "subtask", "retry", "made-up"]) {
    for (const data of shapes) {
      for (const full of [true, false])
        expect(await shown({ parts: [{ ...part, type, data }] }, full)).toContain("msg_1")
    }
  }
})

test("an error is told in words, whatever shape it has", async () => {
  expect(await shown({ error: { name: "APIError", data: { message: "overloaded" } } })).toContain(
    "! APIError: overloaded",
  )
  expect(await shown({ error: "plain" })).toContain("! plain")
  expect(await shown({ error: ["odd"] })).toContain(`! ["odd"]`)
})

test("only what follows the point that a user went back to is marked as reverted", async () => {
  const revert = { messageId: "msg_1", partId: null }
  const print = (id: string, at: typeof revert | { messageId: string; partId: string }) =>
    printedOn(100, (output) =>
      printMessage(output, { ...message, id }, { full: false, revert: at, parts: message.parts }),
    )
  expect(await print("msg_0", revert)).not.toContain("reverted")
  expect(await print("msg_1", revert)).toContain("(reverted)")
  expect(await print("msg_2", revert)).toContain("(reverted)")
  const within = await print("msg_1", { messageId: "msg_1", partId: "prt_1" })
  expect(within).not.toContain("(reverted)")
  expect(within).toContain("(reverted from here on)\nhello")
})
