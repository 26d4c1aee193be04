import type { SessionStore } from "../store/session-store.ts"
import { allSessions } from "./all-sessions.ts"
import type { CopyProgress, CopyReport } from "./copy-report.ts"
import { type CopiedSession, copySession } from "./copy-session.ts"
import { ProjectTransfer } from "./project-transfer.ts"
import { problemOf } from "./session-problem.ts"
import { TransferSource } from "./transfer-source.ts"

/** What is copied, and who is told. */
export interface CopyStoreOptions {
  /** Only these; all of the source's scope by default, deleted ones too. */
  sessionIds?: readonly string[] | undefined
  /** Told after each session. */
  onProgress?: ((progress: CopyProgress) => void) | undefined
  /**
   * Stops the copy, which rejects with the signal's reason: in the middle of a read, or between two writes. What was copied stays,
   * and the next run goes on from there.
   */
  signal?: AbortSignal | undefined
}

/**
 * Copies sessions from one store to another with all that they hold, their revisions, positions and deletions, and compares
 * each copy with its source. Can be killed at any time and run again: only what is missing is sent.
 *
 * A session that has a history of its own at the target is not touched: it is among the report's `problems`, and the others
 * go on. Purged sessions are not purged at the target. An alias that would
 * redirect a project of the target is left out, and the report names it; a project that is an alias there goes on under the
 * project that has it. Throws `verification_failed` when a copy does not equal its source.
 */
export async function copyStore(
  source: SessionStore,
  target: SessionStore,
  options: CopyStoreOptions = {},
): Promise<CopyReport> {
  const { sessionIds, onProgress, signal } = options
  const report: CopyReport = {
    sessions: { created: 0, updated: 0, unchanged: 0 },
    ...{ messages: 0, parts: 0, files: 0, removals: 0 },
    ...{ verified: [], problems: [], leftOutAliases: [], unverified: [], damaged: [] },
  }
  const projects = new ProjectTransfer(target)
  const sessionsOf = new TransferSource(source, projects)
  for (const project of await source.projects.list()) {
    signal?.throwIfAborted()
    if (source.projectId === null || project.id === source.projectId) await projects.bring(project)
  }
  report.leftOutAliases.push(...projects.leftOut)
  const { sessions, deletedSessions } = await source.statistics()
  const totalSessions = sessionIds?.length ?? sessions + deletedSessions
  const copiedRevisions = new Map<string, number>()
  for await (const session of allSessions(source, sessionIds, signal)) {
    signal?.throwIfAborted()
    if (copiedRevisions.get(session.id) === session.revision) continue
    const isFirst = !copiedRevisions.has(session.id)
    copiedRevisions.set(session.id, session.revision)
    try {
      const copied = await copySession(sessionsOf, target, session.id, signal)
      if (copied !== null) add(report, session.id, copied, isFirst)
    } catch (error) {
      signal?.throwIfAborted()
      report.problems.push(problemOf(session.id, error))
    }
    onProgress?.({ sessions: copiedRevisions.size, totalSessions, sessionId: session.id })
  }
  return report
}

function add(report: CopyReport, sessionId: string, copied: CopiedSession, isFirst: boolean): void {
  if (isFirst) report.sessions[copied.outcome] += 1
  for (const key of ["messages", "parts", "files", "removals"] as const) report[key] += copied[key]
  if (isFirst) report.damaged.push(...copied.damaged)
  if (!isFirst) {
    report.unverified = report.unverified.filter((id) => id !== sessionId)
    report.verified = report.verified.filter((each) => each.sessionId !== sessionId)
  }
  if (copied.verified === null) report.unverified.push(sessionId)
  else report.verified.push(copied.verified)
}
