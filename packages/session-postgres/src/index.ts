import { type ProviderDefinition, requireRuntime, specificationVersion } from "@opencode/session-core/provider"
import { describeAddress, isLocal } from "./options/describe-address.ts"
import type { PostgresOptions } from "./options/options.ts"
import { parsePostgresOptions } from "./options/parse-options.ts"

export type { EmbeddedOptions, PostgresOptions, ServerOptions } from "./options/options.ts"

/** PostgreSQL: a team's server, or PGlite in this process. Found by `openSessionStore` under the type `postgres`. */
export const provider: ProviderDefinition<PostgresOptions> = {
  specificationVersion,
  name: "postgres",
  parseOptions: parsePostgresOptions,
  target: (options) =>
    "directory" in options
      ? { description: `PGlite in ${options.directory}`, remote: false, path: options.directory }
      : { description: describeAddress(options), remote: !isLocal(options) },
  async open(options) {
    requireRuntime("PostgreSQL sessions")
    // Loaded only now: the driver and the ORM cost a start-up that does not need them.
    const { createPostgresProvider } = await import("./postgres-provider.ts")
    return createPostgresProvider(options)
  },
}
