// Gives the page's tests a browser before the first of them runs. A set-up that throws would end the whole run, so that what
// goes wrong here is handed to the tests.
import type { TestProject } from "vitest/node"
import type { ProvidedBrowser } from "./provided-browser.ts"

/** Starts one browser for all files of the run; each gets a profile of its own in it. Ends it with the run. */
export default async function launchBrowser(project: TestProject): Promise<() => Promise<void>> {
  // Playwright settles on its temporary folder as it is loaded, which must be after the run got its own.
  const { findBrowser, noBrowser } = await import("./find-browser.ts")
  const found = await findBrowser()
  if (Array.isArray(found)) {
    const reason = noBrowser(found)
    project.provide("browser", { endpoint: null, reason } satisfies ProvidedBrowser)
    // Printed after Vitest's summary, so that it is not lost above it.
    return async () => console.warn(reason)
  }
  console.log([found.description, ...found.obstacles].join("\n  "))
  project.provide("browser", { endpoint: found.server.wsEndpoint(), reason: null } satisfies ProvidedBrowser)
  return () => found.server.close()
}
