import type { Page } from "playwright-core"
import { expectNoProblems } from "session-test-browser/expect-no-problems"
import { test } from "session-test-browser/page-test"
import { beforeAll, expect } from "vitest"
import { silentAgent } from "../test/support/silent-agent.ts"
import { type PageUnderTest, startPage } from "./support/start-page.ts"

let under: PageUnderTest
const otherProject = "github.com/acme/warehouse"

beforeAll(async () => {
  under = await startPage({ agent: silentAgent("acme-shop", { continues: ["MessageStoppedError"] }) })
  const here = await under.store.sessions.create({ title: "Rounding in the shop" })
  await under.store.messages.append(here.id, { role: "user", parts: [{ type: "text", text: "Round the shop" }] })
  const other = under.store.forProject(otherProject)
  const there = await other.sessions.create({ title: "Rounding in the warehouse" })
  await other.messages.append(there.id, {
    role: "assistant",
    parts: [{ type: "text", text: "Round the warehouse" }],
    usage: { input: 70_000 },
    error: { name: "MessageStoppedError", data: { message: "It was stopped." } },
  })
})

const titles = (page: Page): Promise<string[]> => page.locator(".session-title").allTextContents()
const hits = (page: Page): Promise<string[]> => page.locator(".hit-snippet").allTextContents()

test("another project is chosen by keyboard, and the list, the search, the statistics and the address stay in it", async () => {
  const page = await under.browser.open(under.address)
  await page.getByText("Rounding in the shop").waitFor()
  const choice = page.getByLabel("Project")
  // As somebody finds it who has no pointer: with the tab key, then by the first letters of its name.
  await page.keyboard.press("Tab")
  expect(await choice.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.type("git")
  await page.getByText("Rounding in the warehouse").waitFor()
  expect(await titles(page)).toEqual(["Rounding in the warehouse"])
  expect(await page.title()).toContain("warehouse")
  expect(new URL(page.url()).searchParams.get("project")).toBe(otherProject)

  await under.store.forProject(otherProject).sessions.create({ title: "Live there, too" })
  await under.store.sessions.create({ title: "Not of this project" })
  await page.getByText("Live there, too").waitFor()
  expect(await titles(page)).toEqual(["Live there, too", "Rounding in the warehouse"])

  await page.getByLabel("Search the sessions").fill("round")
  await expect.poll(() => hits(page)).toEqual(["Rounding in the warehouse", "Round the warehouse"])
  await page.locator(".hit", { hasText: "Round the warehouse" }).click()
  await page.locator(".message", { hasText: "Round the warehouse" }).waitFor()
  // The agent cannot write there: what it would refuse is not offered.
  await page.getByText("The agent answers in acme-shop only").waitFor()
  expect(await page.getByRole("button", { name: "Continue" }).count()).toBe(0)
  await page.getByRole("link", { name: "Usage and cost" }).click()
  await page.locator(".figures dd", { hasText: "70K" }).waitFor()
  await page.reload()
  await page.locator(".figures dd", { hasText: "70K" }).waitFor()
  expect(await titles(page)).toEqual(["Live there, too", "Rounding in the warehouse"])
  expectNoProblems(under)
  await page.close()
})

test("going back goes back to the project before, what is searched for too", async () => {
  const page = await under.browser.open(`${under.address}/?project=${encodeURIComponent(otherProject)}`)
  await page.getByText("Rounding in the warehouse").waitFor()
  await page.getByLabel("Search the sessions").fill("rounding")
  await expect.poll(() => hits(page)).toEqual(["Rounding in the warehouse"])
  await page.getByLabel("Project").selectOption({ label: "acme-shop" })
  await expect.poll(() => hits(page)).toEqual(["Rounding in the shop"])
  expect(new URL(page.url()).search).toBe("")
  await page.getByRole("heading", { name: "What shall we do?" }).waitFor()
  await page.goBack()
  await expect.poll(() => hits(page)).toEqual(["Rounding in the warehouse"])
  await page.getByText("The agent works in").waitFor()
  expectNoProblems(under)
  await page.close()
})

test("in a narrow window, the list of the other project is what follows", async () => {
  const page = await under.browser.open(under.address, { width: 400, height: 800 })
  await page.getByText("Rounding in the shop").waitFor()
  await page.getByLabel("Project").selectOption(otherProject)
  await page.getByText("Rounding in the warehouse").waitFor()
  expectNoProblems(under)
  await page.close()
})
