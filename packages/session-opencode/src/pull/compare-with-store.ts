import { type LocalRemoval, SessionComparison } from "./compare-session.ts"
import type { RowTimes } from "./local-database.ts"
import type { LocalSession } from "./local-session.ts"
import { asItIs, renamedMessage } from "./renaming.ts"
import { type DocumentContext, type TargetSession, targetDocuments } from "./target-session.ts"

/** How OpenCode's session differs from the one in the store. */
export interface SessionDifference {
  /** Whether OpenCode has something that the store never had, or lacks what was removed in OpenCode. */
  wentOnHere: boolean
  /** Whether the store has something that OpenCode never had, or lacks what was removed in the store. */
  wentOnThere: boolean
  /** The ids of what OpenCode lacks, or has an older state of. */
  toPut: ReadonlySet<string>
  /** Rows whose times alone are not the store's. */
  toTime: readonly RowTimes[]
  /** What was removed in the store. */
  toRemove: readonly LocalRemoval[]
}

/** Compares a session of the store with what this machine's OpenCode has of it, message by message. */
export async function compareWithStore(
  target: Omit<TargetSession, "info">,
  local: LocalSession,
  context: DocumentContext,
): Promise<SessionDifference> {
  const comparison = new SessionComparison(local, target.renamePaths !== asItIs)
  for await (const exact of targetDocuments(target, context)) {
    comparison.add(renamedMessage(exact, target.renamePaths), exact)
  }
  const extras = comparison.extras()
  const removedThere = extras.length === 0 ? new Set<string>() : await tombstones(target, context)
  const isRemovedThere = ({ messageId, partId }: LocalRemoval) =>
    removedThere.has(messageId) || (partId !== null && removedThere.has(partId))
  return {
    ...{ toPut: comparison.toPut, toTime: comparison.toTime, toRemove: extras.filter(isRemovedThere) },
    wentOnHere: comparison.wentOnHere || !extras.every(isRemovedThere),
    wentOnThere: comparison.wentOnThere || extras.some(isRemovedThere),
  }
}

/** The ids of messages and parts that the store had and has no more. */
async function tombstones(
  { session, renameIds }: Pick<TargetSession, "session" | "renameIds">,
  { store, signal }: DocumentContext,
): Promise<Set<string>> {
  const ids = new Set<string>()
  for await (const change of store.allChanges(session.id, 0, { signal })) {
    if (change.type === "message.removed") ids.add(renameIds(change.messageId))
    else if (change.type === "part.removed") ids.add(renameIds(change.partId))
  }
  return ids
}
