import { type BrowserContext, chromium, type Page } from "playwright-core"
import { inject } from "vitest"
import "./provided-browser.ts"

export interface TestBrowser {
  context: BrowserContext
  /** Opens a page, and keeps what goes wrong in it. */
  open(address: string, size?: { width: number; height: number }): Promise<Page>
  /** What pages said of errors, refused scripts among them, since it was last asked. */
  takeProblems(): string[]
  /** Where requests went other than to 127.0.0.1. */
  foreignRequests: string[]
  close(): Promise<void>
}

/** A profile of its own in the browser of the run, or in the one at the given address. */
export async function startBrowser(endpoint = endpointOfRun()): Promise<TestBrowser> {
  const browser = await chromium.connect(endpoint)
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    colorScheme: "light",
    reducedMotion: "reduce",
  })
  const problems: string[] = []
  const foreignRequests: string[] = []
  context.on("request", (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith("http") && url.hostname !== "127.0.0.1") foreignRequests.push(request.url())
  })
  context.on("page", (page) => {
    page.on("pageerror", (error) => problems.push(error.message))
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text())
    })
  })
  return {
    context,
    async open(address, size) {
      const page = await context.newPage()
      page.setDefaultTimeout(60_000)
      if (size !== undefined) await page.setViewportSize(size)
      await page.goto(address)
      return page
    },
    takeProblems: () => problems.splice(0),
    foreignRequests,
    async close() {
      await context.close()
      // It only disconnects: other files use the browser.
      await browser.close()
    },
  }
}

function endpointOfRun(): string {
  const { endpoint, reason } = inject("browser")
  if (endpoint === null) throw new Error(`${reason} A test that opens the page takes \`test\` from page-test.ts.`)
  return endpoint
}
