import { mkdir, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { SessionStore } from "@opencode/session-core"
import { expectNoProblems } from "session-test-browser/expect-no-problems"
import { test } from "session-test-browser/page-test"
import { startBrowser, type TestBrowser } from "session-test-browser/start-browser"
import { afterAll, beforeAll, expect } from "vitest"
import { exportToHtml } from "../src/index.ts"
import { attacks, endOf, writeHostileSession } from "../test/support/hostile.ts"
import { writeSampleSessions } from "../test/support/sample-sessions.ts"
import { openStore } from "../test/support/store.ts"

const artefacts = fileURLToPath(new URL("./artefacts", import.meta.url))

let browser: TestBrowser

beforeAll(async () => {
  browser = await startBrowser()
  await mkdir(artefacts, { recursive: true })
})

afterAll(() => browser?.close())

async function write(name: string, store: SessionStore, sessionIds: string[]): Promise<string> {
  const file = join(tmpdir(), `${name}.html`)
  await writeFile(file, exportToHtml(store, { sessionIds }))
  return pathToFileURL(file).href
}

test("nothing that a session holds runs in its document, nothing is fetched for it, and nothing that follows it is lost", async () => {
  const store = openStore()
  const page = await browser.open(await write("hostile", store, [await writeHostileSession(store)]))
  expectNoProblems({ browser })
  const found = await page.evaluate(() => {
    const elements = [...document.querySelectorAll("body *")]
    return {
      stolen: "stolen" in window,
      names: [...new Set(elements.map(({ localName }) => localName))].sort(),
      attributes: [...new Set(elements.flatMap((each) => each.getAttributeNames()))].sort(),
      addresses: [...document.querySelectorAll("[href]")].map((each) => each.getAttribute("href") ?? ""),
      images: [...document.querySelectorAll("img")].map(({ src }) => src),
      articles: document.querySelectorAll("main > section > article").length,
      sections: document.querySelectorAll("main > section").length,
      text: document.body.textContent ?? "",
    }
  })
  expect(found.stolen).toBe(false)
  const known =
    "a article b blockquote br code dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 header hr img li main ol p pre s section span strong summary table tbody td th thead time tr ul"
  expect(found.names.filter((name) => !known.split(" ").includes(name))).toEqual([])
  const harmless = "alt class datetime href id rel src start tabindex target title"
  expect(found.attributes.filter((name) => !harmless.split(" ").includes(name))).toEqual([])
  expect(found.addresses.filter((address) => !/^(?:https?:\/\/|#session-)/.test(address))).toEqual([])
  expect(found.images).toEqual([])
  expect([found.articles, found.sections]).toEqual([attacks.length, 2])
  for (const index of attacks.keys()) expect(found.text).toContain(endOf(index))
  expect(found.text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  await page.close()
})

test.each([
  ["light", 1024],
  ["dark", 1024],
  ["light", 400],
  ["dark", 400],
] as const)(
  "a document reads well in %s at %i pixels: nothing is wider than the window",
  async (colorScheme, width) => {
    const store = openStore()
    const address = await write("sample", store, await writeSampleSessions(store))
    const page = await browser.open(address, { width, height: 900 })
    await page.emulateMedia({ colorScheme })
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(background).toBe(colorScheme === "light" ? "rgb(245, 244, 240)" : "rgb(19, 22, 27)")
    await page.screenshot({ path: join(artefacts, `document-${colorScheme}-${width}.png`), fullPage: true })
    const folded = page.locator("details:not([open]) > summary")
    // By keyboard as by mouse, without a program in the page; then the others.
    const closed = await folded.count()
    await folded.first().focus()
    await page.keyboard.press("Enter")
    await expect.poll(() => folded.count()).toBe(closed - 1)
    await page.evaluate(() => {
      for (const each of document.querySelectorAll("details")) each.open = true
    })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await page.screenshot({ path: join(artefacts, `document-${colorScheme}-${width}-open.png`), fullPage: true })
    expectNoProblems({ browser })
    await page.close()
  },
)

test("on paper everything is there, also what is folded on the screen", async () => {
  const store = openStore()
  const page = await browser.open(await write("paper", store, await writeSampleSessions(store)))
  await page.emulateMedia({ media: "print" })
  const hidden = await page.evaluate(
    () =>
      [...document.querySelectorAll("details pre, details .prose")].filter(
        (each) => each.getBoundingClientRect().height === 0,
      ).length,
  )
  expect(hidden).toBe(0)
  await page.close()
})
