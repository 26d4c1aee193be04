import type { ProvidedContext } from "vitest"
import { expect, test, vi } from "vitest"
import type { TestProject } from "vitest/node"
import type { ProvidedServer } from "./provided-server.ts"
import { setUpServers } from "./set-up.ts"

test("a project that has servers of several families has those of each, and skips no tests", async () => {
  vi.stubEnv("OPENCODE_TEST_SERVERS", "skip")
  vi.spyOn(console, "log").mockImplementation(() => {})
  const first: ProvidedServer = {
    ...{ kind: "mysql", version: "9.7", host: "127.0.0.1", port: 1, socketPath: null, dataFolder: null },
    ...{ administrator: { user: "", password: "" }, launcher: null },
  }
  const provided: Partial<ProvidedContext> = { servers: [first], missingServers: [] }
  const project = {
    getProvidedContext: () => provided,
    provide: (key: string, value: unknown) => Object.assign(provided, { [key]: value }),
  }
  // What the set-up uses of a project.
  await setUpServers("postgres")(project as unknown as TestProject)
  expect(provided).toEqual({ servers: [first], missingServers: [] })
})
