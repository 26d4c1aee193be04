import { createMemoryProvider } from "@opencode/session-core/memory"
import { describeProvider } from "./describe-provider.ts"

describeProvider({
  name: "memory",
  capabilities: { search: true, durable: false, shared: false },
  create: async () => ({ provider: createMemoryProvider(), destroy: async () => {} }),
})
