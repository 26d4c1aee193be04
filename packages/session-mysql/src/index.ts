import { type ProviderDefinition, requireRuntime, specificationVersion } from "@opencode/session-core/provider"
import { describeAddress, isLocal } from "./options/dsn/address.ts"
import { optionRoles, publicOptions, variableRoles } from "./options/option-roles.ts"
import type { MysqlOptions } from "./options/options.ts"
import { parseMysqlOptions } from "./options/parse-options.ts"

export type { TlsOptions } from "@opencode/session-core/server"
export type { MysqlOptions } from "./options/options.ts"

/** MySQL and MariaDB: one history for a team. Found by `openSessionStore` under the type `mysql`. */
export const provider: ProviderDefinition<MysqlOptions> = {
  specificationVersion,
  name: "mysql",
  options: optionRoles,
  publicOptions,
  variables: variableRoles,
  parseOptions: parseMysqlOptions,
  target: ({ address, database, source }) => ({
    description: describeAddress(address, database),
    remote: !isLocal(address),
    source,
  }),
  async open(options) {
    requireRuntime("MySQL sessions")
    // Loaded only now: the driver and the ORM cost a start-up that does not need them.
    const { createMysqlProvider } = await import("./mysql-provider.ts")
    return createMysqlProvider(options)
  },
}
