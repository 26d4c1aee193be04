import { createIdentifier } from "@opencode/session-core"
import { expectNoProblems } from "session-test-browser/expect-no-problems"
import { test } from "session-test-browser/page-test"
import { beforeAll, expect } from "vitest"
import { type PageUnderTest, startPage } from "./support/start-page.ts"

let under: PageUnderTest

beforeAll(async () => {
  under = await startPage()
})

test("two pages on one session see a reply grow, and either can stop it and have it continued", async () => {
  const one = await under.browser.open(under.address)
  await one.getByRole("textbox", { name: "Message to the agent" }).fill("count to 900")
  await one.keyboard.press("Enter")
  await one.waitForURL("**/sessions/*")
  const other = await under.browser.open(one.url())
  for (const page of [one, other]) {
    await page.getByText("Writing…").waitFor()
    const reply = page.locator(".message-assistant .markdown").last()
    await reply.waitFor()
    const before = (await reply.textContent())?.length ?? 0
    await expect.poll(async () => (await reply.textContent())?.length ?? 0).toBeGreaterThan(before)
  }
  // The list stays at its end while the reply grows.
  const distance = () =>
    one.locator(".message-list").evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight)
  await expect.poll(distance).toBeLessThan(100)

  await other.getByRole("button", { name: "Stop" }).click()
  await one.getByText("The reply was stopped. It can be continued.").waitFor()
  await one.getByRole("button", { name: "Continue" }).click()
  await other.getByText("Writing…").waitFor()
  await other.getByRole("textbox", { name: "Message to the agent" }).press("Escape")
  await one.getByRole("button", { name: "Continue" }).waitFor()
  expectNoProblems(under)
  await one.close()
  await other.close()
})

test("a reply whose writer died is shown as interrupted, and goes on where it was", async () => {
  const { id } = await under.store.sessions.create({ title: "Died" })
  const at = Date.now() - 3_600_000
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "count to 12" }] })
  await under.store.messages.append(id, {
    role: "assistant",
    error: {
      name: "MessageInterruptedError",
      data: { message: "The server that wrote this reply ended before it did." },
    },
    parts: [{ type: "text", text: "1 2 3 4 5" }],
    createdAt: at,
  })
  const page = await under.browser.open(`${under.address}/sessions/${id}`)
  await page.locator(".interrupted", { hasText: "ended before it did" }).waitFor()
  await page.getByText("1 2 3 4 5", { exact: true }).waitFor()
  await page.getByRole("button", { name: "Continue" }).click()
  await page.getByText("1 2 3 4 5 6 7 8 9 10 11 12", { exact: true }).waitFor()
  await page.locator(".interrupted").waitFor({ state: "hidden" })
  await expect.poll(() => page.getByText("Writing…").count()).toBe(0)
  expect(await page.locator(".message").count()).toBe(2)
  expectNoProblems(under)
  await page.close()
})

test("a reply that another program never completed says so, and can be answered anew", async () => {
  const { id } = await under.store.sessions.create({ title: "Left alone" })
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "count to 3" }] })
  const at = Date.now() - 3_600_000
  const left = { id: createIdentifier("message"), role: "assistant", completedAt: null, createdAt: at, updatedAt: at }
  const nothing = { parentId: null, agent: null, model: null, usage: null, error: null, author: null, metadata: {} }
  await under.store.apply(id, [{ type: "message.put", message: { ...left, ...nothing } }])
  const page = await under.browser.open(`${under.address}/sessions/${id}`)
  await page.getByText("Interrupted: its writer stopped before it was complete.").waitFor()
  // The agent has no point to continue from.
  expect(await page.getByRole("button", { name: "Continue" }).count()).toBe(0)
  await page.getByRole("button", { name: "Retry" }).click()
  await page.getByText("1 2 3", { exact: true }).waitFor()
  expectNoProblems(under)
  await page.close()
})

test("a session that was deleted is written in again once it is restored", async () => {
  const { id } = await under.store.sessions.create({ title: "Deleted too early" })
  const page = await under.browser.open(`${under.address}/sessions/${id}`)
  await page.getByRole("button", { name: "Delete", exact: true }).click()
  await page.getByText("This session is deleted.").waitFor()
  expect(await page.getByRole("textbox", { name: "Message to the agent" }).count()).toBe(0)
  await page.locator("main").getByRole("button", { name: "Restore" }).last().click()
  await page.getByRole("textbox", { name: "Message to the agent" }).fill("list files")
  await page.keyboard.press("Enter")
  await page.locator(".tool-name", { hasText: "list" }).waitFor()
  expectNoProblems(under)
  await page.close()
})

test("a new session is begun by keyboard alone, and none of the first letters is lost", async () => {
  const page = await under.browser.open(under.address)
  await page.locator("h1").click()
  await page.keyboard.press("n")
  // Typed at once: users do not wait for a frame.
  await page.keyboard.type("list files")
  await page.keyboard.press("Enter")
  await page.locator(".tool-name", { hasText: "list" }).waitFor()
  expectNoProblems(under)
  await page.close()
})
