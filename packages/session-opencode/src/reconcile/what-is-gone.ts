import type { Change } from "@opencode/session-core"
import type { SourceSession } from "../source/source-session.ts"
import type { ContentComparison } from "./content-comparison.ts"
import { type ImportRecord, importRecordOf } from "./import-record.ts"
import type { StoredPart, StoredSession } from "./stored-session.ts"

/** Milliseconds within which a program may write a message that it began before: what is older by more than that was there already. */
const slack = 60_000

/**
 * Whether another copy took a source's place, under the same name: it has a message that is older than all that the last import saw, and
 * that this import did not see.
 */
const isReplaced = ({ newest }: ImportRecord, { oldestAdded }: ContentComparison): boolean =>
  oldestAdded < newest - slack

/**
 * What an import wrote and the source no longer has: a user went back in OpenCode and took another way. A message that an import
 * wrote has a mark; a part has none, so one that came after the last import is taken for another writer's. The ids of such parts, and
 * of all that another copy of the source brought, are `kept`: they stay for good.
 *
 * `comparison` has compared all that the source has; `newest` is the latest time in that.
 */
export function whatIsGone(
  source: SourceSession,
  { session, messages, written }: StoredSession,
  comparison: ContentComparison,
  newest: number,
): { removals: Change[]; kept: string[] } {
  const record = importRecordOf(session.metadata)
  const known = new Set(record?.kept)
  // An export, or an older copy of the database, may lack what is there; what it adds is not the database's to remove.
  if (!source.complete || source.appendOnly === true || newest < (record?.newest ?? 0)) {
    return { removals: [], kept: [...new Set([...known, ...comparison.added])] }
  }
  // Two copies may both have gone on: what only the other one has was not removed in this one.
  const { identity = null } = source
  const isSame = identity !== null && record?.source === identity && !isReplaced(record, comparison)
  const seenBefore = isSame ? record : null
  const removals: Change[] = []
  // Messages that were not compared are as they were.
  const kept = new Set(written === undefined ? [] : known)
  for (const [messageId, message] of messages) {
    if (!message.imported) continue
    const gone: [id: string, part: StoredPart][] = []
    for (const entry of message.parts) if (!comparison.isPresent(entry[1])) gone.push(entry)
    const isOfOthers = ([partId, { revision }]: (typeof gone)[number]) =>
      seenBefore === null || known.has(partId) || revision > seenBefore.revision
    const ofOthers = gone.filter(isOfOthers)
    for (const [partId] of ofOthers) kept.add(partId)
    if (!comparison.isPresent(message)) {
      const isKept = seenBefore === null || known.has(messageId) || message.revision > seenBefore.revision
      if (isKept) kept.add(messageId)
      else if (ofOthers.length === 0) removals.push({ type: "message.remove", messageId })
      continue
    }
    for (const [partId] of gone.filter((entry) => !isOfOthers(entry))) {
      removals.push({ type: "part.remove", messageId, partId })
    }
  }
  return { removals, kept: [...kept] }
}
