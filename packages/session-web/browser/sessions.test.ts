import { text } from "node:stream/consumers"
import type { Page } from "playwright-core"
import { expectNoProblems } from "session-test-browser/expect-no-problems"
import { test } from "session-test-browser/page-test"
import { beforeAll, expect } from "vitest"
import { type PageUnderTest, startPage } from "./support/start-page.ts"

let under: PageUnderTest

beforeAll(async () => {
  under = await startPage()
})

const titles = (page: Page): Promise<string[]> => page.locator(".session-title").allTextContents()

test("an empty project says that it is empty, and which store it is in", async () => {
  const page = await under.browser.open(under.address)
  await page.getByText("No sessions yet").waitFor()
  expect(await page.locator(".badge").textContent()).toContain("sqlite")
  expect(await page.locator(".project-name").textContent()).toBe("acme-shop")
  expectNoProblems(under)
  await page.close()
})

test("the sessions of others appear by themselves, newest first, sub-agents' under their parents", async () => {
  const page = await under.browser.open(under.address)
  await page.getByText("No sessions yet").waitFor()
  const first = await under.store.sessions.create({ title: "First" })
  await page.getByText("First").waitFor()
  await under.store.sessions.create({ title: "Second" })
  await page.getByText("Second").waitFor()
  await under.store.sessions.create({ title: "A sub-agent", parentId: first.id })
  await page.locator(".session-children").getByText("A sub-agent").waitFor()
  expect(await titles(page)).toEqual(["Second", "First", "A sub-agent"])
  await under.store.sessions.update(first.id, { title: "First, again" })
  await page.getByText("First, again").waitFor()
  await expect.poll(() => titles(page)).toEqual(["First, again", "A sub-agent", "Second"])
  expectNoProblems(under)
  await page.close()
})

test("a session is renamed, forked, exported, archived, deleted and brought back", async () => {
  const { id } = await under.store.sessions.create({ title: "To be renamed" })
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "Keep me" }] })
  const page = await under.browser.open(`${under.address}/sessions/${id}`)

  await page.getByRole("button", { name: "Rename" }).click()
  await page.getByLabel("Title").fill("Renamed")
  await page.keyboard.press("Enter")
  await page.getByRole("heading", { name: "Renamed" }).waitFor()
  expect((await under.store.sessions.require(id)).title).toBe("Renamed")

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export" }).click(),
  ])
  expect(await text(await download.createReadStream())).toContain("Keep me")

  await page.getByRole("button", { name: "Archive", exact: true }).click()
  await expect.poll(() => titles(page)).not.toContain("Renamed")
  await page.getByRole("button", { name: "Archived" }).click()
  await page.getByRole("button", { name: "Bring Renamed back into the list" }).click()
  await page.getByText("Nothing is archived").waitFor()
  await page.getByRole("button", { name: "Sessions", exact: true }).click()
  await expect.poll(() => titles(page)).toContain("Renamed")

  await page.getByRole("button", { name: "Delete", exact: true }).click()
  await page.getByText("This session is deleted.").waitFor()
  await page.getByRole("button", { name: "Deleted" }).click()
  await page.getByRole("button", { name: "Restore Renamed" }).click()
  await page.getByText("This session is deleted.").waitFor({ state: "hidden" })
  expect((await under.store.sessions.require(id)).deletedAt).toBeNull()

  await page.getByRole("button", { name: "Fork: go on in a copy" }).click()
  await page.waitForURL((url) => !url.pathname.endsWith(id))
  await page.locator(".message").getByText("Keep me").waitFor()
  expectNoProblems(under)
  await page.close()
})

test("the keyboard goes through the sessions, to the search and to its own help", async () => {
  const page = await under.browser.open(under.address)
  await page.locator(".session-link").first().waitFor()
  const [first, second] = await titles(page)
  await page.locator("h1").click()
  await page.keyboard.press("j")
  await page.getByRole("heading", { name: first ?? "" }).waitFor()
  await page.keyboard.press("j")
  await page.getByRole("heading", { name: second ?? "" }).waitFor()
  await page.keyboard.press("ArrowUp")
  await page.getByRole("heading", { name: first ?? "" }).waitFor()
  await page.keyboard.press("/")
  await page.keyboard.type("Keep")
  await page.locator("mark").first().waitFor()
  await page.keyboard.press("Escape")
  await page.locator(".session-link").first().waitFor()
  await page.keyboard.press("?")
  await page.getByRole("dialog").getByText("Next session").waitFor()
  await page.keyboard.press("Escape")
  await page.getByRole("dialog").waitFor({ state: "hidden" })
  expectNoProblems(under)
  await page.close()
})

test("lists that are longer than a page go on: the sessions as they are scrolled, the hits when more are asked for", async () => {
  const project = under.store.forProject("long-list")
  const count = 65
  for (let number = 1; number <= count; number += 1) {
    await project.sessions.create({ title: `Entry ${number}` })
  }
  const page = await under.browser.open(`${under.address}/?project=long-list`)
  const shown = page.locator(".session-title")
  await shown.first().waitFor()
  expect(await shown.count()).toBe(60)
  await page.getByRole("button", { name: "Show older sessions" }).scrollIntoViewIfNeeded()
  await expect.poll(() => shown.count()).toBe(count)
  expect(await titles(page)).toEqual(Array.from({ length: count }, (_, index) => `Entry ${count - index}`))
  await page.getByRole("button", { name: "Show older sessions" }).waitFor({ state: "hidden" })

  await page.getByLabel("Search the sessions").fill("entry")
  const hits = page.locator(".hit-title")
  await hits.first().waitFor()
  expect(await hits.count()).toBe(30)
  await page.getByRole("button", { name: "Show more" }).click()
  await expect.poll(() => hits.count()).toBe(60)
  await page.getByRole("button", { name: "Show more" }).click()
  await expect.poll(() => hits.count()).toBe(count)
  expect(new Set(await hits.allTextContents()).size).toBe(count)
  expect(await page.getByRole("button", { name: "Show more" }).count()).toBe(0)
  expectNoProblems(under)
  await page.close()
})
