import { type ProviderDefinition, requireRuntime, specificationVersion } from "@opencode/session-core/provider"
import { describeAddress, isLocal } from "./options/address.ts"
import { optionRoles, publicOptions, variableRoles } from "./options/option-roles.ts"
import type { PostgresOptions } from "./options/options.ts"
import { parsePostgresOptions } from "./options/parse-options.ts"

export type { TlsOptions } from "@opencode/session-core/server"
export type { EmbeddedOptions, PostgresOptions, ServerOptions } from "./options/options.ts"

/** PostgreSQL: a team's server, or PGlite in this process. Found by `openSessionStore` under the type `postgres`. */
export const provider: ProviderDefinition<PostgresOptions> = {
  specificationVersion,
  name: "postgres",
  options: optionRoles,
  publicOptions,
  variables: variableRoles,
  parseOptions: parsePostgresOptions,
  target: (options) =>
    "directory" in options
      ? { description: `PGlite in ${options.directory}`, remote: false, path: options.directory }
      : { description: describeAddress(options), remote: !isLocal(options.address), source: options.source },
  async open(options) {
    requireRuntime("PostgreSQL sessions")
    // Loaded only now: the driver and the ORM cost a start-up that does not need them.
    const { createPostgresProvider } = await import("./postgres-provider.ts")
    return createPostgresProvider(options)
  },
}
