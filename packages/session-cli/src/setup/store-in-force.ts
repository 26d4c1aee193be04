import type { Configuration } from "@opencode/session-core/configuration"
import type { ProviderTarget } from "@opencode/session-core/provider"
import { bundledProviders } from "./bundled-providers.ts"

/**
 * Where the sessions are, without secrets, and what says so: variables that only a provider reads, such as a DSN, are no values
 * of the configuration. Null for a provider that does not come with the command: its code is run when its store is opened.
 * Fails with `invalid_configuration`.
 */
export function storeInForce(
  { providerType, providerOptions, dataDirectory }: Configuration,
  environment: Readonly<Record<string, string | undefined>>,
): Pick<ProviderTarget, "description" | "source"> | null {
  const definition = bundledProviders.find(({ name }) => name === providerType)
  if (definition === undefined) return null
  const options = definition.parseOptions(providerOptions, { dataDirectory, environment })
  const { description, source } = definition.target(options)
  return { description, ...(source === undefined ? {} : { source }) }
}
