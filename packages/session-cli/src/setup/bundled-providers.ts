import type { ProviderDefinition } from "@opencode/session-core/provider"
import { provider as mysql } from "@opencode/session-mysql"
import { provider as postgres } from "@opencode/session-postgres"
import { provider as sqlite } from "@opencode/session-sqlite"

/**
 * The providers that come with the command. Each loads its driver when a store of its kind is opened, and not before. Any
 * other is found by its package's name.
 */
export const bundledProviders: readonly ProviderDefinition[] = [sqlite, mysql, postgres]
