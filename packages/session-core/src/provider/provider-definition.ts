import type { JsonObject } from "../model/json.ts"
import type { SessionProvider, specificationVersion } from "./session-provider.ts"

/** What a provider may need to know besides its own options. */
export interface ProviderContext {
  /** The configured `data.directory`, absolute. */
  dataDirectory: string
  /** Environment variables, for providers that have their own. */
  environment: Readonly<Record<string, string | undefined>>
}

/** Where a provider's options take the data. */
export interface ProviderTarget {
  /** For people, without secrets: `mysql://db.example:3306/opencode`. */
  description: string
  /** Whether the data leaves this machine. A project's own file may not ask for that unseen. */
  remote: boolean
  /** The file or folder on this machine that it writes to, absolute. A project's own file may not choose one outside of it. */
  path?: string
  /** What says so, for people: a key of the configuration, or an environment variable that only the provider reads. */
  source?: string
}

/**
 * What a provider's package exports as `provider`. `openSessionStore` finds the package by the configured type, has it check
 * its options, decides whether the configuration may be trusted, and opens it.
 */
export interface ProviderDefinition<Options = unknown> {
  readonly specificationVersion: typeof specificationVersion
  readonly name: string
  /**
   * Checks the options of `sessionProvider.<type>` and the environment's. Throws `invalid_configuration` that names the
   * key, the value (unless it is a secret) and what would be right.
   */
  parseOptions(options: JsonObject, context: ProviderContext): Options
  target(options: Options): ProviderTarget
  /** Opens the database, without migrating it: `openSessionStore` does that. */
  open(options: Options, context: ProviderContext): Promise<SessionProvider>
}
