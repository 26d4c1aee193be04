import { mkdir, readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import type { AxeResults } from "axe-core"
import type { Page } from "playwright-core"
import { expectNoProblems } from "session-test-browser/expect-no-problems"
import { test } from "session-test-browser/page-test"
import { beforeAll, expect } from "vitest"
import { silentAgent } from "../test/support/silent-agent.ts"
import { writeSampleConversation } from "./support/sample-conversation.ts"
import { type PageUnderTest, startPage } from "./support/start-page.ts"

const artefacts = fileURLToPath(new URL("./artefacts", import.meta.url))
/** The two in the README, written anew with UPDATE_SCREENSHOTS=1. */
const kept = fileURLToPath(new URL("../screenshots", import.meta.url))
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js")

let under: PageUnderTest
let id: string
/** A page without an agent, and its session. */
let history: PageUnderTest
let historyId: string

beforeAll(async () => {
  const introduction = "The model acme/none is built in: it needs no key."
  const suggestions = ["list files", "count to 40"]
  const agent = silentAgent("acme-shop", { introduction, suggestions, workspace: "/home/ada/workspace" })
  under = await startPage({ agent })
  await mkdir(artefacts, { recursive: true })
  for (const title of ["Plan the move to the new tax rates", "Why does the import stop at line 40?"]) {
    const session = await under.store.sessions.create({ title })
    await under.store.messages.append(session.id, { role: "user", parts: [{ type: "text", text: title }] })
  }
  const other = under.store.forProject("github.com/acme/warehouse")
  await other.sessions.create({ title: "Count the shelves" })
  id = (await writeSampleConversation(under.store)).id
  history = await startPage()
  historyId = (await writeSampleConversation(history.store)).id
})

/** A view, and how to know that it is there. */
interface View {
  name: string
  /** Of the page without an agent. */
  isHistory?: boolean
  path: () => string
  ready: (page: Page) => Promise<unknown>
}

const views: View[] = [
  { name: "new", path: () => "/", ready: (page) => page.locator(".session-link").first().waitFor() },
  {
    name: "conversation",
    path: () => `/sessions/${id}`,
    async ready(page) {
      await page.locator(".message").first().waitFor()
      await page.locator(".message-list").evaluate((list) => {
        list.scrollTop = 0
      })
      const edit = page.locator(".tool summary", { hasText: "edit" })
      await edit.click()
      await page.locator(".diff-row").first().waitFor()
    },
  },
  { name: "files", path: () => `/sessions/${id}/files`, ready: (page) => page.locator(".diff-row").first().waitFor() },
  {
    name: "search",
    path: () => "/",
    async ready(page) {
      await page.getByLabel("Search the sessions").fill("rounding")
      await page.locator(".hit mark").first().waitFor()
    },
  },
  {
    name: "other-project",
    path: () => `/?project=${encodeURIComponent("github.com/acme/warehouse")}`,
    ready: (page) => page.locator(".session-link").first().waitFor(),
  },
  {
    name: "history",
    isHistory: true,
    path: () => "/",
    ready: (page) => page.locator(".session-link").first().waitFor(),
  },
  {
    name: "history-conversation",
    isHistory: true,
    path: () => `/sessions/${historyId}`,
    ready: (page) => page.locator(".message").first().waitFor(),
  },
  { name: "usage", path: () => "/usage", ready: (page) => page.locator(".uplot canvas").waitFor() },
]

const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 400, height: 800 } }

const looks = views.flatMap((view) => (["light", "dark"] as const).map((theme) => ({ name: view.name, theme, view })))

test.each(looks)("the view $name can be read by all in $theme colours, wide and at 400 pixels", async (look) => {
  const { name, theme, view } = look
  const shown = view.isHistory === true ? history : under
  const page = await shown.browser.open("about:blank")
  await page.emulateMedia({ colorScheme: theme })
  await page.goto(`${shown.address}${view.path()}`)
  await page.locator("main").waitFor()
  await view.ready(page)
  // Through the debugger: the page's policy refuses a script tag.
  await page.evaluate(await readFile(axe, "utf8"))
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme)
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport)
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
      .toBeLessThanOrEqual(viewport.width)
    expect(await findings(page), size).toEqual([])
    await page.screenshot({ path: `${artefacts}/${name}-${theme}-${size}.png` })
    if (process.env.UPDATE_SCREENSHOTS === "1" && name === "conversation" && size === "wide") {
      await page.screenshot({ path: `${kept}/conversation-${theme}.png` })
    }
  }
  expectNoProblems(shown)
  await page.close()
})

test("the colours can be chosen, and stay chosen", async () => {
  const page = await under.browser.open(under.address)
  await page.emulateMedia({ colorScheme: "light" })
  await page.getByRole("button", { name: "Use dark colours" }).click()
  await page.reload()
  await page.getByRole("button", { name: "Use light colours" }).waitFor()
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark")
  await page.getByRole("button", { name: "Use light colours" }).click()
  await page.close()
})

/** What axe finds that keeps somebody from using the page. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })",
  )
  return violations.flatMap(({ id: rule, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${rule} ${target}: ${failureSummary}`),
  )
}
