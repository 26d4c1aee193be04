import { type ProviderDefinition, specificationVersion } from "@opencode/session-core/provider"
import { type ExampleOptions, parseExampleOptions } from "./options.ts"

export type { ExampleOptions } from "./options.ts"

/** Sessions in Example. */
export const provider: ProviderDefinition<ExampleOptions> = {
  specificationVersion,
  name: "example",
  parseOptions: parseExampleOptions,
  // Until the options say more, the cautious answer: a project's own file is not followed unless it is trusted.
  target: () => ({ description: "example", remote: true }),
  async open(options) {
    // Loaded only now: who configures another provider should not pay for this one's driver.
    const { createExampleProvider } = await import("./example-provider.ts")
    return createExampleProvider(options)
  },
}
