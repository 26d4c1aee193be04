import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openSessionStore, type SessionStore } from "@opencode/session-core"
import { provider as sqlite } from "@opencode/session-sqlite"
import { startBrowser, type TestBrowser } from "session-test-browser/start-browser"
import { afterAll, inject } from "vitest"
import { type SessionWebAgent, serveSessionWeb } from "../../src/index.ts"

/** Vitest ignores an `afterAll` that is called within a `beforeAll`, so that this one is called as the file is loaded. */
const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})

export interface PageUnderTest {
  address: string
  browser: TestBrowser
  /** Another connection to the same database: what it writes is what another process of the team writes. */
  store: SessionStore
}

/** A page over an empty database, with a browser; both end with the file's tests. */
export async function startPage(options: { agent?: SessionWebAgent } = {}): Promise<PageUnderTest> {
  const problem = inject("pageProblem")
  if (problem !== null) throw new Error(`The page could not be built: ${problem}`)
  const home = await mkdtemp(join(tmpdir(), "session-web-page-"))
  const directory = join(home, "acme-shop")
  await mkdir(directory)
  const open = () => openSessionStore({ directory, environment: { HOME: home }, providers: [sqlite] })
  const shown = await open()
  const served = await serveSessionWeb({ ...options, store: shown, port: 0 })
  const store = await open()
  const browser = await startBrowser()
  closing.push(async () => {
    await browser.close()
    await store.close()
    await served.close()
    await shown.close()
    await rm(home, { recursive: true, force: true })
  })
  return { address: served.address.replace(/\/$/, ""), browser, store }
}
