import { createMemoryProvider } from "@opencode/session-core/memory"
import type { ProviderSuite } from "../src/provider-under-test.ts"

/** The memory provider, as the kit and its command take it. */
export default {
  name: "memory",
  capabilities: { search: true, durable: false, shared: false },
  create: async () => ({ provider: createMemoryProvider(), destroy: async () => {} }),
} satisfies ProviderSuite
