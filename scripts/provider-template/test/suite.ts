import type { ProviderSuite } from "@opencode/session-testkit"
import { createExampleProvider } from "../src/example-provider.ts"

/** What the kit tests: in Vitest, and with `session-testkit test/suite.ts`. */
const suite: ProviderSuite = {
  name: "example",
  capabilities: { search: false, durable: false, shared: false },
  // A fresh and empty store for each test. Hooks make more tests possible: `reopen`, `openInProcess`, `damage`, and for a server
  // `breakConnections`, `deadlock` and `openRefused`. `createMigrated` and `teardown` save the time of many migrations.
  create: async () => ({
    provider: await createExampleProvider({}),
    destroy: async () => {},
  }),
}

export default suite
