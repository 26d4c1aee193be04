// Finds OpenCode before the first of its tests runs. A set-up that throws would end the whole run, so that what goes wrong here is
// handed to the tests.
import type { TestProject } from "vitest/node"
import { findOpenCode } from "./find-opencode.ts"
import type { ProvidedOpenCode } from "./provided-opencode.ts"

export default async function provideOpenCode(project: TestProject): Promise<(() => void) | undefined> {
  const found = await findOpenCode()
  if (typeof found === "string") {
    project.provide("openCode", { program: null, reason: found } satisfies ProvidedOpenCode)
    // Printed after Vitest's summary, so that it is not lost above it.
    return () => console.warn(found)
  }
  console.log(found.description)
  project.provide("openCode", { program: found.program, reason: null } satisfies ProvidedOpenCode)
  return undefined
}
