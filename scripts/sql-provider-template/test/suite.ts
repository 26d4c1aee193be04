import type { ProviderSuite, StoreUnderTest } from "@opencode/session-testkit"
import { createExampleProvider } from "../src/example-provider.ts"
import { provider } from "../src/index.ts"
import { damage } from "./damage.ts"
import { hookNotWritten } from "./hook-not-written.ts"
import { occupy } from "./occupy.ts"
import { TestDatabases } from "./test-databases.ts"

const databases = new TestDatabases()

/** What the kit tests: in Vitest, and with `session-testkit test/suite.ts`. */
const suite: ProviderSuite = {
  name: "example",
  capabilities: { search: true, durable: true, shared: false },
  // Each way to configure it. With a server: `options: (secret) => [{ url: … }, { host: …, password: secret }]`.
  definition: { provider, options: () => [{ folder: "team" }] },
  create: () => storeIn("empty"),
  createMigrated: () => storeIn("migrated"),
  teardown: () => databases.close(),
}

export default suite

async function storeIn(state: "empty" | "migrated"): Promise<StoreUnderTest> {
  const folder = await databases.take(state)
  return {
    provider: await createExampleProvider({ folder }),
    reopen: () => createExampleProvider({ folder }),
    // Fails while the database is PGlite, which is for one process.
    openInProcess: { module: new URL("./open-in-process.ts", import.meta.url).href, arguments: { folder } },
    damage: (row, json) => databases.administrate(folder, (run) => damage(run, row, json)),
    occupy: (by) => databases.administrate(folder, (run) => occupy(run, by)),
    breakConnections: () => hookNotWritten("breakConnections", "end all other connections to the database"),
    deadlock: () => hookNotWritten("deadlock", "have the write lose a deadlock against a second connection"),
    openRefused: () =>
      hookNotWritten("openRefused", "open the provider with the given password, which the server refuses"),
    destroy: async () => databases.give(folder),
  }
}
