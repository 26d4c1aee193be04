import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Session } from "../model/session.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import type { SessionStore } from "../store/session-store.ts"
import type { DamagedContent } from "./copy-report.ts"
import { equalJson } from "./equal-json.ts"
import { giveWay } from "./give-way.ts"
import { HistoryComparison } from "./history-comparison.ts"
import { type ReplayResult, SessionReplay } from "./session-replay.ts"

export interface CopiedSession extends ReplayResult {
  /** False when the source kept changing. */
  verified: boolean
  damaged: DamagedContent[]
}

/** How often a session that is being written to is read once more before its copy is left for the next run. */
const maximumTries = 5

/**
 * Copies one session and compares the copy with its source. Throws `conflict` when the target has a history of its own,
 * `verification_failed` when the copy is not equal. Null when the session is not at the source any more.
 */
export async function copySession(
  source: SessionStore,
  target: SessionStore,
  sessionId: string,
  signal: AbortSignal | undefined,
): Promise<CopiedSession | null> {
  const copied: CopiedSession = {
    ...{ outcome: "unchanged", messages: 0, parts: 0, files: 0, removals: 0 },
    ...{ verified: false, damaged: [] },
  }
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const before = await source.sessions.get(sessionId, { includeDeleted: true })
    if (before === null) return null
    copied.damaged = []
    const replay = await SessionReplay.begin(target, sessionId, String(attempt))
    for await (const entry of source.allChanges(sessionId)) {
      await giveWay()
      signal?.throwIfAborted()
      noteDamage(entry, sessionId, copied.damaged)
      await replay.accept(entry, JSON.stringify(entry).length)
    }
    add(copied, await replay.end())
    const difference = await findDifference(source, target, sessionId, replay.startRevision)
    if (difference === null) return { ...copied, verified: true }
    const after = await source.sessions.get(sessionId, { includeDeleted: true })
    if (after?.revision === before.revision) {
      throw new SessionStorageError(
        "verification_failed",
        `The copy of session ${sessionId} is not equal to its source: ${difference}.`,
        { hint: "Run the copy again. If it fails again, run `opencode-session doctor` on both stores." },
      )
    }
  }
  return copied
}

function add(copied: CopiedSession, result: ReplayResult): void {
  if (copied.outcome === "unchanged") copied.outcome = result.outcome
  for (const key of ["messages", "parts", "files", "removals"] as const) copied[key] += result[key]
}

/**
 * What differs between a session and its copy, or null. Everything up to `since` was compared when the copy went on from
 * there. A copy that has gone on by itself is no difference.
 */
async function findDifference(
  source: SessionStore,
  target: SessionStore,
  sessionId: string,
  since: number,
): Promise<string | null> {
  const sourceSession = await source.sessions.get(sessionId, { includeDeleted: true })
  const targetSession = await target.sessions.get(sessionId, { includeDeleted: true })
  if (sourceSession === null) return null
  if (targetSession === null) return "the copy is not there"
  const comparison = new HistoryComparison(target.allChanges(sessionId, since))
  let count = 0
  for await (const entry of source.allChanges(sessionId, since)) {
    count += 1
    await giveWay()
    await comparison.accept(entry)
    if (comparison.diverged) return `they differ at revision ${entry.revision}`
  }
  const relation = await comparison.end()
  if (relation === "ahead" || targetSession.revision > sourceSession.revision) return null
  if (relation === "behind")
    return `the copy ends before the source, which has ${count} changes since revision ${since}`
  if (relation === "diverged") return "one has changes that the other does not have"
  return differingField(sourceSession, targetSession)
}

function differingField(source: Session, target: Session): string | null {
  const { damaged: _source, ...expected } = source
  const { damaged: _target, ...actual } = target
  for (const [key, value] of Object.entries(expected)) {
    const other = actual[key as keyof typeof actual]
    if (!equalJson(value, other)) return `their ${key} differs`
  }
  return null
}

function noteDamage(entry: RecordedChange, sessionId: string, damaged: DamagedContent[]): void {
  if (entry.type === "session") {
    const { damaged: damage } = entry.session
    if (damage !== undefined && damaged.length === 0) {
      damaged.push({ sessionId, messageId: null, partId: null, reason: damage.reason })
    }
  } else if (entry.type === "message" && entry.message.damaged && entry.message.revision === entry.revision) {
    damaged.push({ sessionId, messageId: entry.message.id, partId: null, reason: entry.message.damaged.reason })
  } else if (entry.type === "part" && entry.part.damaged) {
    const { id: partId, messageId } = entry.part
    damaged.push({ sessionId, messageId, partId, reason: entry.part.damaged.reason })
  }
}
