import type { Author, Change, JsonObject, Session } from "@opencode/session-core"
import type { SourceContent, SourceSession, WrittenMessages } from "../source/source-session.ts"
import { changeOf } from "./change-of.ts"
import { ContentComparison } from "./content-comparison.ts"
import { Fingerprint } from "./fingerprint.ts"
import { type ImportRecord, importRecordOf } from "./import-record.ts"
import { changedFields, isOlder, metadataDiffers, sessionMetadata } from "./session-fields.ts"
import type { StoredSession } from "./stored-session.ts"
import { whatIsGone } from "./what-is-gone.ts"

/** A session that the store does not have yet, not even deleted. */
export interface MissingSession {
  /** The project that it goes to. */
  projectId: string
}

/** A change to write. */
export interface SizedChange {
  /** To be applied in the order in which the changes come. */
  change: Change
  /** Characters of the source that it comes from, about bytes: for putting together batches. */
  size: number
}

/** The result of a comparison, once all its changes were taken. */
export interface Reconciliation {
  /** Whether there is anything to write: changes, or the metadata. */
  differs: boolean
  /**
   * The session's metadata, to be written with its last change; null where the source is an older copy of what was imported.
   * `revision` is the one that the session then has: by it, the next comparison knows whether another writer came in between.
   */
  metadata: ((revision: number) => JsonObject) | null
  /** How many messages and parts stay as they are, since texts were taken out of what the source has of them. */
  redacted: number
}

/**
 * Compares what a source has of a session with what a store has of it, and gives the changes that bring the store up to the
 * source, in the order in which they can be applied. It reads nothing but the source and writes nothing, and what it is given
 * stays as it is.
 *
 * What others wrote to the session stays, and so does a title that a user gave it. Something is removed only when an import wrote
 * it and a complete source no longer has it; an older copy of a source adds what is missing and undoes nothing.
 *
 * `author` is the author of messages that the store does not have. The changes of a new session begin with `session.create`.
 *
 * @example
 * ```ts
 * const changes = reconcileSession(source, await readStoredSession(store, session, source.origin), { author: null })
 * ```
 */
export function reconcileSession(
  source: SourceSession,
  target: StoredSession | MissingSession,
  { author }: { author: Author | null },
): Generator<SizedChange, Reconciliation, undefined> {
  return "session" in target ? toStored(source, target, author) : toMissing(source, target.projectId, author)
}

function* toMissing(
  source: SourceSession,
  projectId: string,
  author: Author | null,
): Generator<SizedChange, Reconciliation, undefined> {
  const { todos, ...fields } = source.fields
  const session = {
    ...{ ...fields, projectId, todos: todos ?? [], author, metadata: sessionMetadata(source, {}) },
    ...{ createdAt: source.createdAt, deletedAt: null, deletionId: null },
  }
  yield { change: { type: "session.create", session }, size: JSON.stringify(source.metadata).length }
  const seen = yield* contentChanges(source, (content) => changeOf(content, author))
  const record = { ...seen, kept: [], source: sourceOf(source, null), position: source.position?.() ?? null }
  return { differs: true, redacted: 0, metadata: (revision) => sessionMetadata(source, {}, { ...record, revision }) }
}

function* toStored(
  source: SourceSession,
  stored: StoredSession,
  author: Author | null,
): Generator<SizedChange, Reconciliation, undefined> {
  const { session } = stored
  const comparison = new ContentComparison(stored, source, author)
  let differs = false
  const compared = withWritten(source, stored.written)
  const seen = yield* contentChanges(compared, (content) => {
    const change = comparison.changeFor(content)
    differs ||= change !== null
    return change
  })
  // What was not compared may be newer.
  if (stored.written !== undefined) seen.newest = Math.max(seen.newest, importRecordOf(session.metadata)?.newest ?? 0)
  const { removals, kept } = whatIsGone(source, stored, comparison, seen.newest)
  const fields = changedFields(source, session)
  const last: Change[] = Object.keys(fields).length === 0 ? removals : [...removals, { type: "session.update", fields }]
  for (const change of last) yield { change, size: 0 }
  differs ||= last.length > 0
  const record = { ...seen, kept, source: sourceOf(source, session), position: source.position?.() ?? null }
  const { redacted } = comparison
  if (isOlder(source, session)) return { differs, metadata: null, redacted }
  return {
    redacted,
    // A position that is not noted would be compared from again.
    differs: differs || metadataDiffers(source, session) || stored.written !== undefined,
    metadata: (revision) => sessionMetadata(source, session.metadata, { ...record, revision }),
  }
}

/** The session with only the messages that were written since it was last compared. They have no fingerprint: that is of the whole. */
function withWritten(source: SourceSession, written: WrittenMessages | undefined): SourceSession {
  return written === undefined ? source : { ...source, contents: () => written.contents(), raw: null }
}

/** An export takes nothing away, and does not stand for the database that was imported. */
function sourceOf({ complete, identity }: SourceSession, stored: Session | null): string | null {
  if (complete) return identity ?? null
  return stored === null ? null : (importRecordOf(stored.metadata)?.source ?? null)
}

/** The changes that a source's content makes, one for each that `changeFor` gives; and what was seen of it. */
function* contentChanges(
  source: SourceSession,
  changeFor: (content: SourceContent) => Change | null,
): Generator<SizedChange, Pick<ImportRecord, "fingerprint" | "newest">, undefined> {
  const fingerprint = source.raw === null ? null : new Fingerprint(source)
  let newest = source.updatedAt
  for (const content of source.contents()) {
    fingerprint?.add(content.raw)
    newest = Math.max(newest, timeOf(content))
    const change = changeFor(content)
    if (change !== null) yield { change, size: content.size ?? content.raw.length }
  }
  return { fingerprint: fingerprint?.end() ?? null, newest }
}

function timeOf(content: SourceContent): number {
  if (content.kind === "message") return content.message.updatedAt
  if (content.kind === "part") return content.part.updatedAt
  return content.kind === "file" ? content.createdAt : 0
}
