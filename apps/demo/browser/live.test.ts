import { afterAll, beforeAll, expect, test } from "vitest"
import { type BreakableConnection, breakableConnection } from "./support/break-connection.ts"
import { expectNoProblems, type PageUnderTest, startPage } from "./support/start-page.ts"
import { writeAs } from "./support/write-as.ts"

let under: PageUnderTest
let connection: BreakableConnection

beforeAll(async () => {
  under = await startPage()
  connection = await breakableConnection(under.address)
})

afterAll(() => connection.close())

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
  // Who reads the newest stays at it while it grows.
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
  await page.getByText("Said in the tunnel").waitFor({ timeout: 20_000 })
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

test("a reply whose writer died is shown as interrupted", async () => {
  const { id } = await under.store.sessions.create({ title: "Died" })
  const at = Date.now() - 3_600_000
  await under.store.messages.append(id, { role: "user", parts: [{ type: "text", text: "Hello" }] })
  await under.store.messages.append(id, {
    role: "assistant",
    error: {
      name: "MessageInterruptedError",
      data: { message: "The server that wrote this reply ended before it did." },
    },
    parts: [{ type: "text", text: "Half of a sen" }],
    createdAt: at,
  })
  const page = await under.browser.open(`${under.address}/sessions/${id}`)
  await page.locator(".interrupted", { hasText: "ended before it did" }).waitFor()
  await page.locator(".message", { hasText: "Half of a sen" }).waitFor()
  await page.getByRole("button", { name: "Continue" }).waitFor()
  expectNoProblems(under)
  await page.close()
})
