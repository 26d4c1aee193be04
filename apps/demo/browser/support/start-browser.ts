import { type BrowserContext, chromium, type Page } from "playwright-core"
import { inject } from "vitest"
import { browserOptions } from "./browser-options.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** Where the browser of the run is; none in a run of other tests. */
    browserEndpoint?: string
  }
}

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

/** The browser of the run, or one of its own where the run has none, with a profile of its own. */
export async function startBrowser(): Promise<TestBrowser> {
  const endpoint = inject("browserEndpoint")
  const browser = endpoint === undefined ? await chromium.launch(browserOptions()) : await chromium.connect(endpoint)
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
      page.setDefaultTimeout(10_000)
      if (size !== undefined) await page.setViewportSize(size)
      await page.goto(address)
      return page
    },
    takeProblems: () => problems.splice(0),
    foreignRequests,
    async close() {
      await context.close()
      // The run's own goes on: it is only left.
      await browser.close()
    },
  }
}
