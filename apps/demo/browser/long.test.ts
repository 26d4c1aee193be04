import { type Change, createIdentifier } from "@opencode/session-core"
import { beforeAll, expect, test } from "vitest"
import { expectNoProblems, type PageUnderTest, startPage } from "./support/start-page.ts"

const messageCount = 10_000
const messagesPerBatch = 200

let under: PageUnderTest

beforeAll(async () => {
  under = await startPage()
})

function message(number: number): Change[] {
  const at = Date.now()
  const times = { createdAt: at, updatedAt: at }
  const id = createIdentifier("message")
  const text = `Message ${number}.\n\n${"It says a little more. ".repeat(number % 7)}`
  return [
    {
      type: "message.put",
      message: {
        id,
        role: number % 2 === 0 ? "user" : "assistant",
        parentId: null,
        agent: null,
        model: null,
        usage: null,
        error: null,
        author: { user: "ada", host: "laptop" },
        metadata: {},
        completedAt: at,
        ...times,
      },
    },
    {
      type: "part.put",
      part: { id: createIdentifier("part"), messageId: id, type: "text", data: { text }, ...times },
    },
  ]
}

test("10,000 messages scroll, with a few of them on the page at a time, read page by page", async () => {
  const { id } = await under.store.sessions.create({ title: "Long" })
  for (let first = 1; first <= messageCount; first += messagesPerBatch) {
    const numbers = Array.from({ length: messagesPerBatch }, (_, index) => first + index)
    await under.store.apply(id, numbers.flatMap(message))
  }
  const page = await under.browser.open("about:blank")
  const cursors: (string | null)[] = []
  page.on("request", (request) => {
    const url = new URL(request.url())
    if (url.pathname.endsWith("/messages")) cursors.push(url.searchParams.get("cursor"))
  })
  await page.goto(`${under.address}/sessions/${id}`)
  await page.getByText(`Message ${messageCount}.`, { exact: true }).waitFor()
  expect(cursors.filter((cursor) => cursor === null)).toHaveLength(1)
  expect(cursors.length).toBeLessThan(4)

  // Up to the first of all, by the wheel of a person in a hurry; each frame is looked at.
  const { most, slowest } = await page.evaluate(async () => {
    const list = document.querySelector(".message-list")
    if (list === null) throw new Error("There is no list.")
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    const frames: number[] = []
    let most = 0
    let before = await frame()
    const until = performance.now() + 30_000
    while (performance.now() < until && !/Message 1\.\s/.test(`${list.textContent} `)) {
      list.scrollTop -= 4000
      const now = await frame()
      frames.push(now - before)
      before = now
      most = Math.max(most, document.querySelectorAll("*").length)
    }
    frames.sort((one, other) => one - other)
    return { most, slowest: frames[Math.floor(frames.length * 0.95)] ?? 0 }
  })
  await page.getByText("Message 1.", { exact: true }).waitFor()
  console.log(`most elements on the page: ${most}; 95 % of the frames took less than ${Math.round(slowest)} ms`)
  expect(most).toBeLessThan(1500)
  expect(cursors).toHaveLength(messageCount / 100)
  expect(new Set(cursors).size).toBe(cursors.length)

  // Who reads in the middle is not moved when something is written at the end.
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "One more" }] })
  await expect.poll(() => page.locator(".facts", { hasText: "10,001 messages" }).count()).toBe(1)
  expect(await page.getByText("Message 1.", { exact: true }).isVisible()).toBe(true)
  await page.getByRole("button", { name: "To the newest" }).click()
  await page.getByText("One more").waitFor()
  expectNoProblems(under)
  await page.close()
})
