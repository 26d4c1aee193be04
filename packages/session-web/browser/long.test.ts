import { type Change, createIdentifier } from "@opencode/session-core"
import type { Page } from "playwright-core"
import { expectNoProblems } from "session-test-browser/expect-no-problems"
import { test } from "session-test-browser/page-test"
import { beforeAll, expect } from "vitest"
import { type PageUnderTest, startPage } from "./support/start-page.ts"

const messageCount = 10_000
const messagesPerBatch = 200

let under: PageUnderTest
let id: string

beforeAll(async () => {
  under = await startPage()
  id = (await under.store.sessions.create({ title: "Long" })).id
  for (let first = 1; first <= messageCount; first += messagesPerBatch) {
    const numbers = Array.from({ length: messagesPerBatch }, (_, index) => first + index)
    await under.store.apply(id, numbers.flatMap(message))
  }
})

/** Opens the page with nothing on it, and keeps which pages of messages it asks for. */
async function openListening(): Promise<{ page: Page; asked: URLSearchParams[] }> {
  const page = await under.browser.open("about:blank")
  const asked: URLSearchParams[] = []
  page.on("request", (request) => {
    const url = new URL(request.url())
    if (url.pathname.endsWith("/messages")) asked.push(url.searchParams)
  })
  return { page, asked }
}

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
  const { page, asked } = await openListening()
  const cursors = () => asked.map((query) => query.get("cursor"))
  await page.goto(`${under.address}/sessions/${id}`)
  await page.getByText(`Message ${messageCount}.`, { exact: true }).waitFor()
  expect(cursors().filter((cursor) => cursor === null)).toHaveLength(1)
  expect(asked.length).toBeLessThan(4)

  // Up to the first of all, by the wheel of a person in a hurry; each frame is looked at.
  const { most, slowest } = await page.evaluate(async () => {
    const list = document.querySelector(".message-list")
    if (list === null) throw new Error("There is no list.")
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    const frames: number[] = []
    let most = 0
    let before = await frame()
    const until = performance.now() + 240_000
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
  expect(asked).toHaveLength(messageCount / 100)
  expect(new Set(cursors()).size).toBe(asked.length)

  // Who reads in the middle is not moved when something is written at the end.
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "One more" }] })
  await expect.poll(() => page.locator(".facts", { hasText: "10,001 messages" }).count()).toBe(1)
  expect(await page.getByText("Message 1.", { exact: true }).isVisible()).toBe(true)
  await page.getByRole("button", { name: "To the newest" }).click()
  await page.getByText("One more").waitFor()
  expectNoProblems(under)
  await page.close()
})

test("a hit deep in the session opens with what is around it, without the thousands between, and scrolls on both ways", async () => {
  const { page, asked } = await openListening()
  await page.goto(under.address)
  await page.getByLabel("Search the sessions").fill('"Message 5000."')
  await page.locator(".hit", { hasText: "Message 5000." }).click()
  await page.locator(".message.marked", { hasText: "Message 5000." }).waitFor()
  await expect.poll(() => isInSight(page, "Message 5000.")).toBe(true)
  // Before and after it, and perhaps one more of each to scroll into.
  expect(asked.filter((query) => query.has("from"))).toHaveLength(2)
  expect(asked.length).toBeLessThanOrEqual(4)
  expect(await page.getByRole("button", { name: "Continue" }).count()).toBe(0)

  // What is written at the end meanwhile is not shown in the middle, and nobody is moved.
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "Written meanwhile" }] })
  await expect.poll(() => isInSight(page, "Message 5000.")).toBe(true)

  await scrollTo(page, "Message 4850.", -600)
  await scrollTo(page, "Message 5150.", 600)
  expect(await page.getByText("Written meanwhile").count()).toBe(0)
  expect(asked.length).toBeLessThan(12)
  const before = asked.length
  await page.getByRole("button", { name: "To the newest" }).click()
  await page.getByText("Written meanwhile").waitFor()
  expect(asked.length).toBeLessThanOrEqual(before + 2)

  // The same hit once more leads there once more, and again when somebody has scrolled away.
  await page.locator(".hit", { hasText: "Message 5000." }).click()
  await page.locator(".message.marked", { hasText: "Message 5000." }).waitFor()
  await expect.poll(() => isInSight(page, "Message 5000.")).toBe(true)
  await scrollTo(page, "Message 4980.", -600)
  await expect.poll(() => page.locator(".message", { hasText: "Message 5000." }).count()).toBe(0)
  await page.locator(".hit", { hasText: "Message 5000." }).click()
  await expect.poll(() => isInSight(page, "Message 5000.")).toBe(true)
  expectNoProblems(under)
  await page.close()
})

test("what is written while somebody reads towards the newest is there once, when they arrive", async () => {
  const near = await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "Near the end" }] })
  await under.store.apply(
    id,
    Array.from({ length: 70 }, (_, index) => index + 1).flatMap((number) => message(20_000 + number)),
  )
  const { page } = await openListening()
  // The page after the one that was asked for waits, until more was written than it has.
  let answer: (() => void) | undefined
  const isWaiting = new Promise<void>((resolve) => {
    void page.route(
      /messages\?.*order=oldest-first.*cursor=|messages\?.*cursor=.*order=oldest-first/,
      async (route) => {
        const response = await route.fetch()
        const released = new Promise<void>((release) => {
          answer = release
        })
        resolve()
        await released
        await route.fulfill({ response })
      },
    )
  })
  await page.goto(`${under.address}/sessions/${id}?message=${near.id}`)
  await page.locator(".message.marked", { hasText: "Near the end" }).waitFor()
  await scrollTo(page, "Message 20040.", 600)
  await isWaiting
  const reply = under.store.messages.stream(id, { role: "assistant" })
  reply.text("Written while the page was on its way")
  await reply.flush()
  const { messageCount: written } = await under.store.sessions.require(id)
  await page.locator(".facts", { hasText: `${written.toLocaleString("en")} messages` }).waitFor()
  answer?.()
  await scrollTo(page, "Written while the page was on its way", 600)
  reply.text(", and after it.")
  await reply.complete()
  await page.getByText("Written while the page was on its way, and after it.").waitFor()
  expect(await page.getByText("Written while the page was on its way").count()).toBe(1)
  expectNoProblems(under)
  await page.close()
})

const isInSight = (page: Page, text: string): Promise<boolean> =>
  page
    .locator(".message", { hasText: text })
    .first()
    .evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect()
      return top >= 0 && bottom <= innerHeight
    })

/** Scrolls as a person does, step by step, until the text is on the page. */
async function scrollTo(page: Page, text: string, step: number): Promise<void> {
  await expect
    .poll(async () => {
      await page.locator(".message-list").evaluate((list, pixels) => {
        list.scrollTop += pixels
      }, step)
      return page.getByText(text).count()
    })
    .toBeGreaterThan(0)
}
