import { fileURLToPath } from "node:url"
import { build } from "vite"
import type { TestProject } from "vitest/node"
import "session-test-browser/provided"

/** Builds the page as it is now: what is tested is what is served. A set-up that throws would end the whole run. */
export default async function buildPage(project: TestProject): Promise<void> {
  const configFile = fileURLToPath(new URL("../../vite.config.ts", import.meta.url))
  const root = fileURLToPath(new URL("../../page", import.meta.url))
  const problem = await build({ configFile, root, logLevel: "warn" }).then(
    () => null,
    (error: Error) => error.message,
  )
  project.provide("pageProblem", problem)
}
