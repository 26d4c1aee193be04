import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type BrowserContext, chromium, type Page } from "playwright-core"

const paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

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

/** The system's Chromium with a profile of its own. */
export async function startBrowser(options: { colorScheme?: "light" | "dark" } = {}): Promise<TestBrowser> {
  const executablePath = process.env.CHROMIUM ?? paths.find((path) => existsSync(path))
  if (executablePath === undefined) {
    throw new Error("There is no Chromium here. On Debian: apt-get install chromium. CHROMIUM names another one.")
  }
  const profile = await mkdtemp(join(tmpdir(), "demo-browser-"))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    colorScheme: options.colorScheme ?? "light",
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
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
