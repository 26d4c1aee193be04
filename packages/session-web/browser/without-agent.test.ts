import { expectNoProblems } from "session-test-browser/expect-no-problems"
import { test } from "session-test-browser/page-test"
import { beforeAll, expect } from "vitest"
import { writeSampleConversation } from "./support/sample-conversation.ts"
import { type PageUnderTest, startPage } from "./support/start-page.ts"

let under: PageUnderTest

beforeAll(async () => {
  under = await startPage()
})

test("without an agent the history is read and looked after, and nothing offers to write into it", async () => {
  const { id } = await writeSampleConversation(under.store)
  const page = await under.browser.open(under.address)
  await page.getByText("The sessions of this project can be read, searched, renamed and copied here.").waitFor()
  await page.getByRole("heading", { name: "acme-shop" }).waitFor()
  expect(await page.getByRole("button", { name: "New" }).count()).toBe(0)
  expect(await page.getByText("agent works in").count()).toBe(0)
  await page.keyboard.press("?")
  await page.getByRole("dialog").getByText("Search", { exact: true }).waitFor()
  for (const effect of ["New session", "Send the message", "New line in the message"]) {
    expect(await page.getByRole("dialog").getByText(effect).count(), effect).toBe(0)
  }
  await page.keyboard.press("Escape")

  await page.goto(`${under.address}/sessions/${id}`)
  // It failed, and nobody here could try again.
  await page.getByText("The model is overloaded.").waitFor()
  expect(await page.getByRole("textbox", { name: "Message to the agent" }).count()).toBe(0)
  for (const name of ["Retry", "Continue", "Stop"]) {
    expect(await page.getByRole("button", { name }).count(), name).toBe(0)
  }
  await page.getByRole("button", { name: "Fork: go on in a copy" }).waitFor()

  const { id: empty } = await under.store.sessions.create({ title: "Empty" })
  await page.goto(`${under.address}/sessions/${empty}`)
  await page.getByText("No messages yet").waitFor()
  expect(await page.getByText("Write the first one below.").count()).toBe(0)
  expectNoProblems(under)
  await page.close()
})
