import type { ProviderDefinition } from "@opencode/session-core"
import { provider as sqlite } from "@opencode/session-sqlite"

/** The providers that come with the command. Any other is found by its package's name. */
export const bundledProviders: readonly ProviderDefinition[] = [sqlite]
