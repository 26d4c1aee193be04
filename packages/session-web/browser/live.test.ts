import { expectNoProblems } from "session-test-browser/expect-no-problems"
import { test } from "session-test-browser/page-test"
import { afterAll, beforeAll, expect } from "vitest"
import { type BreakableConnection, breakableConnection } from "./support/break-connection.ts"
import { type PageUnderTest, startPage } from "./support/start-page.ts"
import { writeAs } from "./support/write-as.ts"

let under: PageUnderTest
let connection: BreakableConnection

beforeAll(async () => {
  under = await startPage()
  connection = await breakableConnection(under.address)
})

afterAll(() => connection.close())

test("what two people write at the same time is all there, each with its author, in the same order for both", async () => {
  const { id } = await under.store.sessions.create({ title: "Two at once" })
  const one = await under.browser.open(`${under.address}/sessions/${id}`)
  const other = await under.browser.open(`${under.address}/sessions/${id}`)
  await one.getByText("No messages yet").waitFor()
  await Promise.all([
    writeAs(under.store, id, { user: "ada", host: "laptop" }, "I take the parser"),
    writeAs(under.store, id, { user: "grace", host: "desk" }, "I take the lexer"),
  ])
  const authors = []
  for (const page of [one, other]) {
    await page.locator(".message", { hasText: "ada@laptop" }).getByText("I take the parser").waitFor()
    await page.locator(".message", { hasText: "grace@desk" }).getByText("I take the lexer").waitFor()
    authors.push(await page.locator(".byline-author").allTextContents())
  }
  expect(authors[0]).toEqual(authors[1])
  expectNoProblems(under)
  await one.close()
  await other.close()
})

test("a connection that breaks is told of, comes back by itself, and brings what was missed", async () => {
  const { id } = await under.store.sessions.create({ title: "On a train" })
  const page = await under.browser.open(`${connection.address}/sessions/${id}`)
  const resumed: Promise<string | null>[] = []
  page.on("request", (request) => {
    if (request.url().endsWith("/api/events")) resumed.push(request.headerValue("last-event-id"))
  })
  await page.getByText("No messages yet").waitFor()
  connection.cut()
  await page.getByText("Connection lost, reconnecting…").waitFor()
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "Said in the tunnel" }] })
  await under.store.sessions.create({ title: "Begun in the tunnel" })
  connection.mend()
  await page.getByText("Said in the tunnel").waitFor({ timeout: 60_000 })
  await page.locator(".session-title", { hasText: "Begun in the tunnel" }).waitFor()
  await page.getByText("Connection lost, reconnecting…").waitFor({ state: "hidden" })
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "And live again" }] })
  await page.getByText("And live again").waitFor()
  // It goes on from where it was, instead of reading everything anew.
  expect(await resumed.at(-1)).toMatch(/./)
  // The browser itself says that its requests failed while the connection was cut.
  under.browser.takeProblems()
  await page.close()
})

test("a stream that cannot go on where it was has the page read everything anew", async () => {
  const { id } = await under.store.sessions.create({ title: "Restored from a backup" })
  const page = await under.browser.open(`${connection.address}/sessions/${id}`)
  await page.getByText("No messages yet").waitFor()
  await expect.poll(() => page.locator(".connection").textContent()).toBe("Live")
  const positions: Promise<string | null>[] = []
  page.on("request", (request) => {
    if (request.url().endsWith("/api/events")) positions.push(request.headerValue("last-event-id"))
  })
  // As after the database was replaced: the position that the browser comes back with is of none that is known.
  connection.forgetPosition()
  connection.cut()
  await page.getByText("Connection lost, reconnecting…").waitFor()
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "Nobody was told of this" }] })
  await under.store.sessions.create({ title: "Nor of this" })
  connection.mend()
  await page.getByText("Nobody was told of this").waitFor({ timeout: 60_000 })
  await page.locator(".session-title", { hasText: "Nor of this" }).waitFor()
  // It came back to go on, and was told that it cannot: a stream that begins anew would not have sent one.
  expect(await positions.at(-1)).toMatch(/./)
  under.browser.takeProblems()
  await page.close()
})

test("what could not be read says why, and is read when somebody tries again", async () => {
  const { id } = await under.store.sessions.create({ title: "Hard to read" })
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "Read at last" }] })
  const page = await under.browser.open("about:blank")
  const unreadable = { status: 503, contentType: "application/problem+json" }
  const problem = { title: "Unavailable", detail: "The database does not answer.", code: "unavailable", hint: "Wait." }
  await page.route(/\/api\/sessions/, (route) => route.fulfill({ ...unreadable, body: JSON.stringify(problem) }))
  await page.goto(`${under.address}/sessions/${id}`)
  await page.getByText("The session could not be read").waitFor()
  await page.getByText("The sessions could not be read").waitFor()
  expect(await page.getByText("The database does not answer. Wait.").count()).toBe(2)
  await page.unroute(/\/api\/sessions/)
  await page.locator("nav").getByRole("button", { name: "Try again" }).click()
  await page.locator(".session-title", { hasText: "Hard to read" }).waitFor()
  await page.locator("main").getByRole("button", { name: "Try again" }).click()
  await page.getByText("Read at last").waitFor()

  // A session that is open stays readable while what is new in it cannot be had.
  await page.route("**/changes?*", (route) => route.abort())
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "The newest" }] })
  await page.getByRole("alert").getByText("The server does not answer.").waitFor()
  await page.getByText("Read at last").waitFor()
  await page.unroute("**/changes?*")
  await page.getByRole("alert").getByRole("button", { name: "Try again" }).click()
  await page.getByText("The newest").waitFor()
  await page.getByRole("alert").waitFor({ state: "hidden" })
  // The browser itself says that its requests failed.
  under.browser.takeProblems()
  await page.close()
})

test("who takes a session over is on the others' pages at once, in the list and with the session", async () => {
  const { id } = await under.store.sessions.create({ title: "Handed over" })
  const page = await under.browser.open(`${under.address}/sessions/${id}`)
  await page.getByText("No messages yet").waitFor()
  await under.store.sessions.update(id, { metadata: { lease: { user: "grace", host: "desk", since: Date.now() } } })
  await page.locator(".session-header").getByText("grace is at work in it").waitFor()
  await page.locator(`[data-session="${id}"]`).getByText("grace is at work in it").waitFor()
  expectNoProblems(under)
  await page.close()
})
