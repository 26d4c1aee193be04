import { collectCases } from "../cases/collect.ts"
import type { KitCase } from "../cases/kit-case.ts"
import { describeModel } from "../model/describe-model.ts"
import type { ProviderSuite } from "../provider-under-test.ts"
import { KitContext, type RandomSettings } from "../support/kit-context.ts"
import { describeAtomicity } from "./atomicity.ts"
import { describeBrokenConnections } from "./broken-connections.ts"
import { describeByteOrder } from "./byte-order.ts"
import { describeCapabilities } from "./capabilities.ts"
import { describeClosing } from "./closing.ts"
import { describeConflicts } from "./conflicts.ts"
import { describeCursors } from "./cursors.ts"
import { describeDamagedRows } from "./damaged-rows.ts"
import { describeDeadlocks } from "./deadlocks.ts"
import { describeDefinition } from "./definition.ts"
import { describeDeletion } from "./deletion.ts"
import { describeEscaping } from "./escaping.ts"
import { describeFailingCalls } from "./failing-calls.ts"
import { describeFidelity } from "./fidelity.ts"
import { describeFieldUpdates } from "./field-updates.ts"
import { describeFileVersions } from "./file-versions.ts"
import { describeFilters } from "./filters.ts"
import { describeIdPrefixes } from "./id-prefixes.ts"
import { describeIdempotence } from "./idempotence.ts"
import { describeIsolation } from "./isolation.ts"
import { describeKilledMigrations } from "./killed-migrations.ts"
import { describeLimits } from "./limits.ts"
import { describeMigrations } from "./migrations.ts"
import { describeMoving } from "./moving.ts"
import { describeOneState } from "./one-state.ts"
import { describeOrder } from "./order.ts"
import { describePageBytes } from "./page-bytes.ts"
import { describePageParts } from "./page-parts.ts"
import { describePaging } from "./paging.ts"
import { describeProcessEnd } from "./process-end.ts"
import { describeProjects } from "./projects.ts"
import { describePruning } from "./pruning.ts"
import { describeRaces } from "./races.ts"
import { describeReplay } from "./replay.ts"
import { describeRevisions } from "./revisions.ts"
import { describeSearch } from "./search.ts"
import { describeSearchChanges } from "./search-changes.ts"
import { describeSearchHits } from "./search-hits.ts"
import { describeSecrets } from "./secrets.ts"
import { describeSendingAgain } from "./sending-again.ts"
import { describeSessionFeed } from "./session-feed.ts"
import { describeStatistics } from "./statistics.ts"
import { describeStreaming } from "./streaming.ts"
import { describeSubtreesAtOnce } from "./subtrees-at-once.ts"
import { describeTotals } from "./totals.ts"
import { describeWatching } from "./watching.ts"

const groups: ((context: KitContext) => void)[] = [
  describeAtomicity,
  describeOneState,
  describeFailingCalls,
  describeRevisions,
  describeSessionFeed,
  describeOrder,
  describeConflicts,
  describeIdempotence,
  describeSendingAgain,
  describeTotals,
  describeStatistics,
  describeFieldUpdates,
  describeFidelity,
  describeEscaping,
  describeLimits,
  describeIsolation,
  describePaging,
  describeCursors,
  describeIdPrefixes,
  describeFilters,
  describeByteOrder,
  describePageBytes,
  describePageParts,
  describeDeletion,
  describeSubtreesAtOnce,
  describeMoving,
  describePruning,
  describeDamagedRows,
  describeMigrations,
  describeKilledMigrations,
  describeCapabilities,
  describeDefinition,
  describeSecrets,
  describeStreaming,
  describeSearch,
  describeSearchHits,
  describeSearchChanges,
  describeFileVersions,
  describeProjects,
  describeWatching,
  describeClosing,
  describeReplay,
  describeRaces,
  describeProcessEnd,
  describeBrokenConnections,
  describeDeadlocks,
  describeModel,
]

/** All cases of the contract, for one provider. */
export function casesOf(suite: ProviderSuite, random: RandomSettings): KitCase[] {
  const context = new KitContext(suite, random)
  return collectCases(() => {
    for (const describeGroup of groups) describeGroup(context)
  })
}
