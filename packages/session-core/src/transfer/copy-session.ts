import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Session } from "../model/session.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import type { SessionStore } from "../store/session-store.ts"
import type { DamagedContent, VerifiedSession } from "./copy-report.ts"
import { eachEntry } from "./each-entry.ts"
import { equalJson } from "./equal-json.ts"
import { giveWay } from "./give-way.ts"
import { HistoryChecksum } from "./history-checksum.ts"
import { HistoryComparison } from "./history-comparison.ts"
import { type ReplayResult, SessionReplay } from "./session-replay.ts"
import type { TransferSource } from "./transfer-source.ts"
import { watchFeed } from "./watch-feed.ts"

export interface CopiedSession extends ReplayResult {
  /** Null when the source kept changing. */
  verified: VerifiedSession | null
  damaged: DamagedContent[]
}

/** How often a session that is being written to is read once more before its copy is left for the next run. */
const maximumTries = 5

/**
 * Copies one session and compares the copy with its source. Throws `conflict` when the target has a history of its own,
 * `verification_failed` when the copy is not equal. Null when the session is not at the source any more.
 */
export async function copySession(
  source: TransferSource,
  target: SessionStore,
  sessionId: string,
  signal: AbortSignal | undefined,
): Promise<CopiedSession | null> {
  const copied: CopiedSession = {
    ...{ outcome: "unchanged", messages: 0, parts: 0, files: 0, removals: 0 },
    ...{ verified: null, damaged: [] },
  }
  for (let attempt = 1; attempt <= maximumTries; attempt += 1) {
    const before = await source.session(sessionId)
    if (before === null) return null
    copied.damaged = []
    const read: Checksums = { source: new HistoryChecksum(), target: new HistoryChecksum() }
    const replay = await SessionReplay.begin(target, sessionId, {
      salt: String(attempt),
      onTargetEntry: (entry) => read.target.accept(entry),
    })
    await eachEntry(source.feed(sessionId, signal), async (entry) => {
      await giveWay()
      noteDamage(entry, sessionId, copied.damaged)
      await replay.accept(entry, read.source.accept(entry))
      return true
    })
    const replayed = await replay.end()
    add(copied, replayed)
    // What nothing was written to was compared on the way.
    const difference =
      replayed.outcome === "unchanged" ? null : await findDifference(source, target, sessionId, { read, signal })
    const verified = difference ?? (await verify(source, target, sessionId, read))
    if (verified === null) return null
    if (typeof verified === "object") return { ...copied, verified }
    const after = await source.session(sessionId)
    if (after?.revision === before.revision) {
      throw new SessionStorageError(
        "verification_failed",
        `The copy of session ${sessionId} is not equal to its source: ${verified}.`,
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

/** Of the same session in the two stores. */
interface Checksums {
  source: HistoryChecksum
  target: HistoryChecksum
}

/** Reads both feeds again from the beginning, into new checksums. Tells what differs in them, or null. */
async function findDifference(
  source: TransferSource,
  target: SessionStore,
  sessionId: string,
  { read, signal }: { read: Checksums; signal: AbortSignal | undefined },
): Promise<string | null> {
  read.source = new HistoryChecksum()
  read.target = new HistoryChecksum()
  const comparison = new HistoryComparison(
    watchFeed(target.allChanges(sessionId, 0, { signal }), (entry) => read.target.accept(entry)),
  )
  await eachEntry(source.feed(sessionId, signal), async (entry) => {
    await giveWay()
    read.source.accept(entry)
    await comparison.accept(entry)
    return !comparison.diverged
  })
  if (comparison.diverged) return `they differ at revision ${read.source.revision}`
  switch (await comparison.end()) {
    case "behind":
      return `the copy ends before the source, which has ${read.source.changes} changes`
    case "diverged":
      return "one has changes that the other does not have"
    default:
      return null
  }
}

/**
 * Compares the sessions themselves, whose feeds are the same, and their checksums. A copy that has gone on by itself is no
 * difference. Null when the session is not at the source any more.
 */
async function verify(
  source: TransferSource,
  target: SessionStore,
  sessionId: string,
  read: Checksums,
): Promise<VerifiedSession | string | null> {
  const sourceSession = await source.session(sessionId)
  const targetSession = await target.sessions.get(sessionId, { includeDeleted: true })
  if (sourceSession === null) return null
  if (targetSession === null) return "the copy is not there"
  const { revision, changes } = read.source
  if (sourceSession.revision !== revision) return "the source has gone on"
  const isAhead = targetSession.revision > revision
  const difference = isAhead ? null : differingField(sourceSession, targetSession)
  if (difference !== null) return difference
  const checksum = { source: read.source.end(sourceSession), target: read.target.end(targetSession) }
  if (!isAhead && checksum.source !== checksum.target) return "their checksums differ"
  return { sessionId, revision, changes, checksum }
}

function differingField(source: Session, target: Session): string | null {
  const { damaged: _source, ...expected } = source
  const { damaged: _target, ...actual } = target
  for (const [key, value] of Object.entries(expected)) {
    const other = actual[key as keyof typeof actual] // Both have the same fields.
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
