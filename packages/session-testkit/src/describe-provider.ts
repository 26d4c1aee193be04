import { afterAll, describe, test } from "vitest"
import { runCase } from "./cases/run-case.ts"
import { casesOf } from "./groups/index.ts"
import type { ProviderSuite } from "./provider-under-test.ts"
import { randomSettings } from "./support/random-settings.ts"

/** A case fails by its own time limit, which clears up; Vitest's comes after it. */
const graceMilliseconds = 10_000

/**
 * The tests of the contract, for a file of a provider's own test suite:
 *
 * ```ts
 * describeProvider({
 *   name: "sqlite",
 *   capabilities: { search: true, durable: true, shared: true },
 *   create: async () => ({ provider: await open(file), destroy: () => rm(file) }),
 * })
 * ```
 *
 * What needs a hook that `create` does not offer is skipped, with the reason. `teardown` is called after the last test.
 */
export function describeProvider(suite: ProviderSuite): void {
  const groups = Map.groupBy(casesOf(suite, randomSettings(suite)), ({ group }) => group)
  describe(suite.name, () => {
    afterAll(() => suite.teardown?.())
    for (const [group, cases] of groups) {
      describe(group, () => {
        for (const each of cases) {
          test(each.title, { timeout: 2 * each.timeout + graceMilliseconds }, async ({ skip }) => {
            const outcome = await runCase(each)
            if (outcome.status === "skipped") skip(outcome.reason)
            if (outcome.status === "failed") throw outcome.error
          })
        }
      })
    }
  })
}
