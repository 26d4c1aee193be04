import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openSessionStore, type SessionStore } from "@opencode/session-core"
import { provider as sqlite } from "@opencode/session-sqlite"
import { startBrowser, type TestBrowser } from "session-test-browser/start-browser"
import { afterAll, inject } from "vitest"

interface StartDemo {
  startDemo(options: {
    directory: string
    environment: Record<string, string>
    port: number
    sample: boolean
  }): Promise<{ port: number; close(): Promise<void> }>
}

// The server is checked against Node's types, these tests against a browser's, which name other streams: in one program the
// two contradict each other. So it is loaded, and what is used of it is said here.
const demoModule: string = new URL("../../src/start-demo.ts", import.meta.url).href

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

/** A demo over an empty database, with a browser; both end with the file's tests, which fail when a page had an error. */
export async function startPage(): Promise<PageUnderTest> {
  const problem = inject("pageProblem")
  if (problem !== null) throw new Error(`The page could not be built: ${problem}`)
  const home = await mkdtemp(join(tmpdir(), "demo-page-"))
  const directory = join(home, "acme-shop")
  await mkdir(directory)
  const environment = { HOME: home }
  const { startDemo } = (await import(demoModule)) as StartDemo
  const demo = await startDemo({ directory, environment, port: 0, sample: false })
  const store = await openSessionStore({ directory, environment, providers: [sqlite] })
  const browser = await startBrowser()
  closing.push(async () => {
    await browser.close()
    await store.close()
    await demo.close()
    await rm(home, { recursive: true, force: true })
  })
  return { address: `http://127.0.0.1:${demo.port}`, browser, store }
}
