import { type ProviderDefinition, specificationVersion } from "@opencode/session-core/provider"
import { type ExampleOptions, parseExampleOptions } from "./options.ts"

export type { ExampleOptions } from "./options.ts"

/** Sessions in Example. */
export const provider: ProviderDefinition<ExampleOptions> = {
  specificationVersion,
  name: "example",
  // With a server: the options that decide where the connection leads, such as `url: { role: "connection" }`.
  options: {},
  publicOptions: ["folder"],
  parseOptions: parseExampleOptions,
  target: ({ folder }) => ({ description: folder, remote: false, path: folder }),
  async open(options) {
    // Loaded only now: applications that use another provider do not wait for this one's driver.
    const { createExampleProvider } = await import("./example-provider.ts")
    return createExampleProvider(options)
  },
}
