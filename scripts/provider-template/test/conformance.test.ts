import { describeProvider } from "@opencode/session-testkit"
import { createExampleProvider } from "../src/example-provider.ts"

describeProvider({
  name: "example",
  capabilities: { search: false, durable: false, shared: false },
  // A fresh and empty store for each test. The hooks `reopen`, `openInProcess` and `damage` make more tests possible.
  create: async () => ({
    provider: await createExampleProvider({}),
    destroy: async () => {},
  }),
})
