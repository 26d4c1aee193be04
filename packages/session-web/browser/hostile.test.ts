import { customPart } from "@opencode/session-core"
import { expectNoProblems } from "session-test-browser/expect-no-problems"
import { test } from "session-test-browser/page-test"
import { beforeAll, expect } from "vitest"
import { type PageUnderTest, startPage } from "./support/start-page.ts"

let under: PageUnderTest

beforeAll(async () => {
  under = await startPage()
})

const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.stolen=1"><script>window.stolen=1</script></svg>`

const attacks = [
  "<script>window.stolen=1</script>",
  "<img src=x onerror=window.stolen=1>",
  "<iframe srcdoc='<script>parent.stolen=1</script>'></iframe>",
  svg,
  "[click](javascript:window.stolen=1)",
  "[click](JaVaScRiPt&colon;window.stolen=1)",
  "[click](data:text/html,<script>opener.stolen=1</script>)",
  "[click](vbscript:x)",
  `![x](data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")})`,
  "![x](https://evil.example/pixel.png)",
  "![x](//evil.example/pixel.png)",
  "![x](/api/sessions)",
  '![x](https://evil.example/a.png" onerror="window.stolen=1)',
  "<style>@import url(https://evil.example/a.css)</style>",
  '<a href="javascript:window.stolen=1">x</a>',
  "```html\n<img src=x onerror=window.stolen=1>\n```",
  '```"><img src=x onerror=window.stolen=1>\ncode\n```',
  "| <img src=x onerror=window.stolen=1> |\n|---|\n| <svg onload=window.stolen=1> |",
  "&lt;script&gt;window.stolen=1&lt;/script&gt;",
  "<form action=https://evil.example><button>x</button></form><base href=https://evil.example>",
]

test("nothing that a session holds runs, and nothing is fetched for it", async () => {
  const evil = "<img src=x onerror=window.stolen=1>"
  const { id } = await under.store.sessions.create({
    title: `${evil}</title><script>window.stolen=1</script>`,
    todos: [{ content: evil, status: evil }],
  })
  for (const text of attacks) {
    const { id: messageId } = await under.store.messages.append(id, {
      role: "assistant",
      error: { name: evil, data: { message: evil } },
      agent: evil,
      model: { providerId: "x", modelId: evil },
      parts: [
        { type: "text", text },
        { type: "reasoning", text },
        {
          type: "tool",
          tool: "edit",
          callID: "y",
          state: { status: "completed", input: { oldString: text, newString: `${text}${evil}` } },
        },
        {
          type: "tool",
          tool: "apply_patch",
          callID: "z",
          state: {
            status: "completed",
            input: {},
            metadata: {
              diff: [evil, "other"]
                .map((name) => `--- ${name}\n+++ ${name}\n@@ -1 +1 @@\n-${evil}\n+${evil}x\n`)
                .join(""),
            },
          },
        },
        {
          type: "tool",
          tool: "apply_patch",
          callID: "z",
          state: { status: "completed", input: {}, metadata: { diff: `@@ -1 +9999 @@\n${text}` } },
        },
        {
          type: "file",
          mime: "image/svg+xml",
          filename: evil,
          url: `data:image/svg+xml,${encodeURIComponent(svg)}`,
        },
        { type: "file", mime: "image/png", filename: evil, url: "https://evil.example/pixel.png" },
        { type: "patch", hash: "x", files: [evil] },
        customPart(evil, { text }),
      ],
    })
    // As an import brings it, which says what its source says: an application could not append it.
    const state = { status: evil, title: text, input: { filePath: evil, content: text }, output: text }
    const data = { tool: evil, callID: "x", state }
    await under.store.messages.putPart(id, { id: "x", messageId, type: "tool", data, createdAt: 1, updatedAt: 1 })
  }
  await under.store.files.write(id, `${evil.replaceAll("/", "")}.html`, attacks.join("\n"))
  await under.store.files.write(id, `${evil.replaceAll("/", "")}.html`, svg)
  const page = await under.browser.open(`${under.address}/sessions/${id}`)
  await page.locator(".message").first().waitFor()
  // Through all of it, with all of it unfolded.
  let top = await page.locator(".message-list").evaluate((list) => list.scrollTop)
  const seen = new Set<string>()
  while (true) {
    // At once: a row may leave the page while the next is asked.
    const rows = page.locator(".message-list-row")
    for (const row of await rows.evaluateAll((all) => all.map((one) => one.getAttribute("data-message")))) {
      seen.add(row ?? "")
    }
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true
    })
    const links = page.locator(".markdown a")
    for (const href of await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")))) {
      expect(href ?? "").toMatch(/^(https?:|mailto:|$)/)
    }
    if (top <= 0) break
    top = await page.locator(".message-list").evaluate((list) => {
      list.scrollTop -= 500
      return list.scrollTop
    })
  }
  expect(seen.size).toBe(attacks.length)
  const inside = page.locator(".message-list")
  expect(await inside.locator("script, iframe, style, form, base, svg:not(.icon), object, embed").count()).toBe(0)
  expect(await inside.locator("img").count()).toBe(0)
  await page.goto(`${under.address}/sessions/${id}/files`)
  await page.locator(".diff-row").first().waitFor()
  await page.getByLabel("Search the sessions").fill("onerror")
  await page.locator(".hit mark").first().waitFor()
  expect(await page.evaluate(() => "stolen" in window)).toBe(false)
  // A refused script or style would be a message of the policy: nothing even came that far.
  expectNoProblems(under)
  await page.close()
})

test("were something to slip through, the policy would refuse it", async () => {
  const page = await under.browser.open(under.address)
  await page.locator("h1").waitFor()
  await page.evaluate(() => {
    const image = document.createElement("img")
    image.setAttribute("onerror", "window.stolen = 1")
    image.src = "https://evil.example/pixel.png"
    const script = document.createElement("script")
    script.textContent = "window.stolen = 1"
    document.body.append(image, script)
  })
  await expect.poll(() => under.browser.takeProblems().join()).toContain("Content Security Policy")
  expect(await page.evaluate(() => "stolen" in window)).toBe(false)
  expect(under.browser.foreignRequests.filter((url) => !url.startsWith("https://evil.example/"))).toEqual([])
  await page.close()
})
