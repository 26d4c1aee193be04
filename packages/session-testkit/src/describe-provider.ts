import { describe } from "vitest"
import { describeAtomicity } from "./groups/atomicity.ts"
import { describeCapabilities } from "./groups/capabilities.ts"
import { describeClosing } from "./groups/closing.ts"
import { describeConflicts } from "./groups/conflicts.ts"
import { describeDamagedRows } from "./groups/damaged-rows.ts"
import { describeDeletion } from "./groups/deletion.ts"
import { describeFidelity } from "./groups/fidelity.ts"
import { describeFieldUpdates } from "./groups/field-updates.ts"
import { describeFileVersions } from "./groups/file-versions.ts"
import { describeIdempotence } from "./groups/idempotence.ts"
import { describeIsolation } from "./groups/isolation.ts"
import { describeLimits } from "./groups/limits.ts"
import { describeMigrations } from "./groups/migrations.ts"
import { describeMoving } from "./groups/moving.ts"
import { describeOrder } from "./groups/order.ts"
import { describePaging } from "./groups/paging.ts"
import { describeProjects } from "./groups/projects.ts"
import { describePruning } from "./groups/pruning.ts"
import { describeRaces } from "./groups/races.ts"
import { describeReplay } from "./groups/replay.ts"
import { describeRevisions } from "./groups/revisions.ts"
import { describeSearch } from "./groups/search.ts"
import { describeSecrets } from "./groups/secrets.ts"
import { describeSessionFeed } from "./groups/session-feed.ts"
import { describeStreaming } from "./groups/streaming.ts"
import { describeTotals } from "./groups/totals.ts"
import { describeWatching } from "./groups/watching.ts"
import { describeModel } from "./model/describe-model.ts"
import type { ProviderSuite } from "./provider-under-test.ts"
import { KitContext } from "./support/kit-context.ts"

const groups: ((context: KitContext) => void)[] = [
  describeAtomicity,
  describeRevisions,
  describeSessionFeed,
  describeOrder,
  describeConflicts,
  describeIdempotence,
  describeTotals,
  describeFieldUpdates,
  describeFidelity,
  describeLimits,
  describeIsolation,
  describePaging,
  describeDeletion,
  describeMoving,
  describePruning,
  describeDamagedRows,
  describeMigrations,
  describeCapabilities,
  describeSecrets,
  describeStreaming,
  describeSearch,
  describeFileVersions,
  describeProjects,
  describeWatching,
  describeClosing,
  describeReplay,
  describeRaces,
  describeModel,
]

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
 * What needs a hook that `create` does not offer is skipped, with the reason.
 */
export function describeProvider(suite: ProviderSuite): void {
  const context = new KitContext(suite)
  describe(suite.name, { timeout: 60_000 }, () => {
    for (const describeGroup of groups) describeGroup(context)
  })
}
