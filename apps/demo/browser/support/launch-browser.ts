import { chromium } from "playwright-core"
import type { TestProject } from "vitest/node"
import { browserOptions } from "./browser-options.ts"

/** Starts one browser for all files of the run: each has a profile of its own in it. Ends it with the run. */
export default async function launchBrowser(project: TestProject): Promise<() => Promise<void>> {
  const server = await chromium.launchServer({ ...browserOptions(), host: "127.0.0.1" })
  project.provide("browserEndpoint", server.wsEndpoint())
  return () => server.close()
}
