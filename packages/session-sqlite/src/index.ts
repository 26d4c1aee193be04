import { type ProviderDefinition, requireRuntime, specificationVersion } from "@opencode/session-core/provider"
import { parseSqliteOptions, type SqliteOptions } from "./options.ts"

export type { SqliteOptions } from "./options.ts"

/** SQLite: a file, nothing to set up. Found by `openSessionStore` under the type `sqlite`. */
export const provider: ProviderDefinition<SqliteOptions> = {
  specificationVersion,
  name: "sqlite",
  // There is no server, and core judges the file by `target`.
  options: {},
  publicOptions: ["file", "synchronous"],
  parseOptions: parseSqliteOptions,
  target: ({ file }) => ({
    description: file,
    remote: false,
    path: file,
    files: ["-wal", "-shm", "-journal"].map((suffix) => `${file}${suffix}`),
  }),
  async open(options) {
    requireRuntime("SQLite sessions")
    // Loaded only now: on a Node.js that is too old the driver crashes the process.
    const { createSqliteProvider } = await import("./sqlite-provider.ts")
    return createSqliteProvider(options)
  },
}
