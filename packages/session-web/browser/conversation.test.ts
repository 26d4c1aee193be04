import type { Page } from "playwright-core"
import { expectNoProblems } from "session-test-browser/expect-no-problems"
import { test } from "session-test-browser/page-test"
import { beforeAll, expect } from "vitest"
import { writeSampleConversation } from "./support/sample-conversation.ts"
import { type PageUnderTest, startPage } from "./support/start-page.ts"

let under: PageUnderTest
let id: string

beforeAll(async () => {
  under = await startPage()
  id = (await writeSampleConversation(under.store)).id
})

const openSample = (): Promise<Page> => under.browser.open(`${under.address}/sessions/${id}`)

test("a conversation reads well: Markdown, code, reasoning, tools, differences, images, to-dos, errors", async () => {
  const page = await openSample()
  await page.locator(".markdown strong", { hasText: "twice" }).waitFor()
  await page.locator(".markdown .hljs-keyword", { hasText: "export" }).waitFor()
  await page.locator(".markdown td", { hasText: "3 × 33.3" }).waitFor()
  expect(await page.locator(".markdown a").getAttribute("rel")).toContain("noopener")
  await page.getByText("ada@laptop").waitFor()

  expect(await page.locator(".reasoning .markdown").count()).toBe(0)
  await page.getByText("Reasoning").click()
  await page.locator(".reasoning em", { hasText: "cart.ts" }).waitFor()

  await page.locator(".tool summary", { hasText: "edit" }).click()
  await page.locator(".diff-changed .diff-left", { hasText: "let sum = 0" }).waitFor()
  await page.locator(".diff-right", { hasText: "Math.round(sum)" }).waitFor()
  await page.locator(".tool summary", { hasText: "bash" }).click()
  await page.getByText("12 passed, 0 failed").waitFor()
  await page.locator(".tool summary", { hasText: "src/vat.ts" }).click()
  await page.getByText("There is no file src/vat.ts.").waitFor()

  await page.getByText("To do: 1 of 3 done").click()
  await page.getByText("Round once, at the end").waitFor()
  const image = page.getByAltText("cart.png")
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1)
  await page.getByText("The model is overloaded.").waitFor()
  expectNoProblems(under)

  await page.getByRole("link", { name: "Open the sub-agent’s session" }).click()
  await page.getByText("Where else do we round?").waitFor()
  await page.getByRole("link", { name: "Part of another session" }).click()
  await page.getByRole("heading", { name: "Fix the rounding in the cart" }).waitFor()
  await page.close()
})

test("what a tool says it changed stands side by side, with the lines' numbers in the files", async () => {
  const page = await openSample()
  await page.locator(".tool summary", { hasText: "apply_patch" }).click()
  const receipt = page.getByLabel("Change of src/receipt.ts")
  await receipt.waitFor()
  const side = (name: string) => receipt.locator(`.diff-${name}`).allInnerTexts()
  const numbers = (name: string) => receipt.locator(`.diff-${name} .diff-number`).allInnerTexts()
  expect(await numbers("left")).toEqual(["41", "42", "", "43", "44", "90", "91", "92"])
  expect(await numbers("right")).toEqual(["41", "42", "43", "44", "45", "91", "", "92"])
  expect((await side("left"))[1]).toContain("return lines.map(print)")
  expect((await side("right"))[1]).toContain("const printed = lines.map(print)")
  expect(await receipt.locator(".diff-skipped").count()).toBe(2)
  await page.getByLabel("Change of src/locale.ts").locator(".diff-changed").waitFor()
  expect(await page.getByText("No newline at end of file").count()).toBe(0)
  expectNoProblems(under)
  await page.close()
})

test("a list of things to do that the agent wrote is shown as one", async () => {
  const { id: session } = await under.store.sessions.create({ title: "To do" })
  const todos = [
    { content: "Measure", status: "completed" },
    { content: "Cut", status: "in_progress" },
    { content: "Paint", status: "cancelled" },
    { content: "Sell", status: "pending" },
  ]
  const state = { status: "completed" as const, title: "4 todos", input: { todos }, output: JSON.stringify(todos) }
  await under.store.messages.append(session, {
    role: "assistant",
    parts: [{ type: "tool", tool: "todowrite", callID: "call", state }],
  })
  const page = await under.browser.open(`${under.address}/sessions/${session}`)
  const entries = page.locator(".tool .todo")
  await expect
    .poll(() => entries.allTextContents())
    .toEqual(["✓completed: Measure", "◐in progress: Cut", "✕cancelled: Paint", "○pending: Sell"])
  expect(await page.locator(".tool .todo-done").allTextContents()).toEqual(["✓completed: Measure"])
  // Not once more as the text that the tool answered with.
  expect(await page.locator(".tool .code").count()).toBe(0)
  expectNoProblems(under)
  await page.close()
})

test("a copy that begins from a message has what was said until then", async () => {
  const page = await openSample()
  const user = page.locator(".message", { hasText: "The total in the cart is one cent off." })
  await user.getByRole("button", { name: "Fork from here" }).click()
  await page.waitForURL((url) => !url.pathname.endsWith(id))
  await page.getByText("This is the copy, up to that message.").waitFor()
  await page.getByText("The total in the cart is one cent off.").waitFor()
  expect(await page.locator(".message").count()).toBe(1)
  // What it was copied from is as it was.
  expect((await under.store.sessions.require(id)).messageCount).toBe(4)
  expectNoProblems(under)
  await page.close()
})

test("what OpenCode's user took back is shown as taken back", async () => {
  const session = await under.store.sessions.create({ title: "Taken back" })
  await under.store.messages.append(session.id, { role: "user", parts: [{ type: "text", text: "Stays" }] })
  const gone = await under.store.messages.append(session.id, { role: "user", parts: [{ type: "text", text: "Goes" }] })
  await under.store.sessions.update(session.id, { metadata: { opencode: { revert: { messageID: gone.id } } } })
  const page = await under.browser.open(`${under.address}/sessions/${session.id}`)
  await page.locator(".taken-back", { hasText: "Goes" }).waitFor()
  expect(await page.locator(".taken-back").count()).toBe(1)
  await page.close()
})

test("a file's versions stand side by side with what differs", async () => {
  const page = await openSample()
  await page.getByRole("link", { name: "Files" }).click()
  await page.getByRole("heading", { name: "src/cart.ts" }).waitFor()
  await page.locator(".diff-changed .diff-left", { hasText: "return 99" }).waitFor()
  await page.locator(".diff-changed .diff-right", { hasText: "return 100" }).waitFor()
  await under.store.files.write(id, "src/cart.ts", "export const vat = 0.19\n")
  await expect.poll(() => page.getByLabel("To").locator("option").count()).toBe(3)
  await page.locator(".diff-removed", { hasText: "return 100" }).waitFor()
  expectNoProblems(under)
  await page.close()
})

test("the search marks its hits, and a hit opens where it stands", async () => {
  const page = await under.browser.open(under.address)
  await page.getByLabel("Search the sessions").fill("rounding happens")
  await page.locator(".hit mark", { hasText: "rounding" }).first().waitFor()
  await page.locator(".hit", { hasText: "text" }).first().click()
  await page.locator(".message.marked", { hasText: "twice" }).waitFor()
  await page.getByLabel("Search the sessions").fill("no such word anywhere")
  await page.getByText("Nothing was found").waitFor()
  expectNoProblems(under)
  await page.close()
})

test("usage and cost are drawn day by day", async () => {
  const page = await under.browser.open(`${under.address}/usage`)
  await page.locator(".figures dd", { hasText: "$0.018" }).waitFor()
  const canvas = page.locator(".uplot canvas")
  await canvas.waitFor()
  const colours = await canvas.evaluate((element: HTMLCanvasElement) => {
    const { data } = element.getContext("2d")?.getImageData(0, 0, element.width, element.height) ?? { data: [] }
    return new Set(Array.from({ length: data.length / 4 }, (_, index) => data.slice(index * 4, index * 4 + 3).join()))
      .size
  })
  expect(colours).toBeGreaterThan(10)
  await page.locator(".day-table td", { hasText: "$0.018" }).waitFor()
  expectNoProblems(under)
  await page.close()
})

test("an image that is too large for a page of messages is marked with its size, and shown when it is asked for", async () => {
  const session = await under.store.sessions.create({ title: "A large image" })
  // One pixel, and megabytes that a decoder does not look at.
  const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
  const bytes = Buffer.concat([Buffer.from(pixel, "base64"), Buffer.alloc(3_000_000)])
  await under.store.messages.append(session.id, {
    role: "user",
    parts: [
      { type: "text", text: "What is in it?" },
      {
        type: "file",
        mime: "image/png",
        filename: "large.png",
        url: `data:image/png;base64,${bytes.toString("base64")}`,
      },
    ],
  })
  const page = await under.browser.open(`${under.address}/sessions/${session.id}`)
  await page.getByText("What is in it?").waitFor()
  await page.getByText("file, 3.8 MB, not loaded").waitFor()
  expect(await page.getByAltText("large.png").count()).toBe(0)
  await page.getByRole("button", { name: "Load" }).click()
  const image = page.getByAltText("large.png")
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1)
  expect(await page.getByText("not loaded").count()).toBe(0)
  expectNoProblems(under)
  await page.close()
})

test("a message of a thousand parts and more shows the first ones, and the rest when it is asked for", async () => {
  const session = await under.store.sessions.create({ title: "Many parts" })
  const parts = Array.from({ length: 1005 }, (_, index) => ({ type: "text" as const, text: `Part ${index} of many` }))
  await under.store.messages.append(session.id, { role: "user", parts })
  const page = await under.browser.open(`${under.address}/sessions/${session.id}`)
  await page.getByText("Part 999 of many").waitFor({ state: "attached" })
  expect(await page.getByText("Part 1000 of many").count()).toBe(0)
  await page.getByRole("button", { name: "Show more" }).click()
  await page.getByText("Part 1004 of many").waitFor({ state: "attached" })
  expect(await page.getByRole("button", { name: "Show more" }).count()).toBe(0)
  expectNoProblems(under)
  await page.close()
})
