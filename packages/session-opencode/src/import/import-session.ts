import {
  type Author,
  type JsonObject,
  limits,
  type Session,
  SessionStorageError,
  type SessionStore,
} from "@opencode/session-core"
import { equalJson, giveWay } from "@opencode/session-core/transfer"
import type { FoundProject } from "../project/found-project.ts"
import type { ProjectFinder } from "../project/project-finder.ts"
import { importRecordOf } from "../reconcile/import-record.ts"
import { isAsImported } from "../reconcile/is-as-imported.ts"
import { type MissingSession, type Reconciliation, reconcileSession } from "../reconcile/reconcile-session.ts"
import { isOlder } from "../reconcile/session-fields.ts"
import type { StoredSession } from "../reconcile/stored-session.ts"
import type { SourceContent, SourceSession } from "../source/source-session.ts"
import { isObject } from "../values/json-text.ts"
import { isText } from "../values/plain-values.ts"
import { relativeTo } from "../values/relative-to.ts"
import { BatchWriter } from "./batch-writer.ts"
import { restore, wasGone } from "./gone-session.ts"
import type { ImportLog } from "./import-log.ts"
import type { LastWrites } from "./last-writes.ts"
import { readStoredSession, readWrittenMessages } from "./read-stored-session.ts"

/** What the import of a session needs besides the session. */
export interface ImportContext {
  store: SessionStore
  projects: ProjectFinder
  author: Author | null
  log: ImportLog
  lastWrites: LastWrites
  /** Sessions that another import created meanwhile: they are to be reconciled again. */
  repeat: string[]
  /** Called after each batch. */
  onBatch: () => void
  /** Called when the store has all that the source has of a session, or has refused it for good. */
  onSettled: (sessionId: string) => void
  /** Called for a session that was to be imported and is not in the source any more. */
  onGone?: ((sessionId: string) => Promise<void>) | undefined
  /** Whether a project's sessions are taken. All are where it is absent. */
  admits?: ((project: AdmittedProject) => boolean) | undefined
  /** Whether all that was written to a session between two revisions was written along with this import. */
  isOwn?: ((sessionId: string, from: number, to: number) => boolean) | undefined
  /** Called for a session whose project is not admitted. */
  onHeld?: ((sessionId: string) => void) | undefined
  signal: AbortSignal | undefined
}

/**
 * Brings the store to what a source has of a session, and writes only what differs: a second run over an unchanged source
 * writes nothing. What others wrote to the session stays, and so do a deletion and a title that a user gave it.
 */
export async function importSession(context: ImportContext, source: SourceSession): Promise<void> {
  const { store } = context
  await giveWay()
  context.signal?.throwIfAborted()
  for (let attempt = 1; ; attempt += 1) {
    const existing = await store.sessions.get(source.id, { includeDeleted: true })
    try {
      if (existing === null) return await createSession(context, source)
      return await importAgain(context, source, existing)
    } catch (error) {
      // Another writer was faster: what is there now is compared again.
      if (!isOvertaken(error) || attempt === mostAttempts) throw error
    }
  }
}

/** A project as a rule about projects sees it. */
export interface AdmittedProject {
  /** Its id in the store. */
  id: string
  /** A folder of it on this machine, in which a session ran; null where it is not known. */
  folder: string | null
}

/** What is in no repository has no top folder of its own. */
const folderOf = ({ project: { directory, worktree } }: SourceSession): string | null => directory ?? worktree

/** Where others write all the time, so many comparisons were in vain. */
const mostAttempts = 5

/** Another writer created the session, or changed it, since it was read. */
const isOvertaken = (error: unknown): boolean =>
  SessionStorageError.isInstance(error, "already_exists") || SessionStorageError.isInstance(error, "conflict")

async function importAgain(context: ImportContext, source: SourceSession, existing: Session): Promise<void> {
  const { log } = context
  if (context.admits?.({ id: existing.projectId, folder: folderOf(source) }) === false) {
    return context.onHeld?.(source.id)
  }
  // Wherever that is now.
  log.project({ id: existing.projectId, source: "imported-before" })
  if (existing.deletedAt === null) await updateSession(context, source, existing)
  else if (wasGone(existing)) await updateSession(context, source, await restore(context.store, existing))
  else log.skippedSession(source.id, "It was deleted here, and stays deleted.")
  context.onSettled(source.id)
}

async function createSession(context: ImportContext, found: SourceSession): Promise<void> {
  const { log } = context
  const isAdmitted = ({ id }: FoundProject) => context.admits?.({ id, folder: folderOf(found) }) !== false
  const project = await context.projects.find(found.project, isAdmitted)
  if (project === null) return context.onHeld?.(found.id)
  const source = withFolder(found, await context.projects.topFor(found.project))
  log.project(project)
  const writer = writerOf(context, source, 0)
  let reconciliation: Reconciliation
  try {
    reconciliation = await write(context, writer, source, { projectId: project.id })
  } catch (error) {
    if (!isOfSession(error)) throw error
    log.skippedSession(source.id, error.message)
    return context.onSettled(source.id)
  }
  await context.lastWrites.add(writer.size, async () => {
    try {
      await finish(writer, reconciliation.metadata)
      log.sessions.created += 1
      context.onSettled(source.id)
    } catch (error) {
      if (isOvertaken(error)) return void context.repeat.push(source.id)
      if (!isOfSession(error)) throw error
      log.skippedSession(source.id, error.message)
      context.onSettled(source.id)
    }
  })
}

/** A session whose folder is told from the top of its project here, and not from one that is gone. */
function withFolder(source: SourceSession, top: string | null): SourceSession {
  const { directory = null } = source.project
  if (top === null || directory === null) return source
  const relative = relativeTo(top, directory)
  if (relative.startsWith("..") || !isText(relative, limits.pathBytes)) return source
  return { ...source, fields: { ...source.fields, directory: relative } }
}

/**
 * Moves a session that OpenCode has moved since the last import, unless it is somewhere else than that import put it. Returns the session
 * as it then is.
 */
async function followMove(context: ImportContext, source: SourceSession, existing: Session): Promise<Session> {
  const { store, projects, log } = context
  const previous = existing.metadata[source.origin]
  const before = isObject(previous) ? source.projectOf?.(previous) : undefined
  if (before === undefined || (before.key === source.project.key && before.directory === source.project.directory))
    return existing
  const [from, to] = [await projects.find(before), await projects.find(source.project)]
  if (from.id !== existing.projectId || to.id === from.id) return existing
  await store.apply(source.id, [{ type: "session.move", projectId: to.id }], { at: source.updatedAt })
  log.project(to, 0)
  return store.sessions.require(source.id)
}

/** The store does not take one of the session's own values; the other sessions are none the worse. */
const isOfSession = (error: unknown): error is SessionStorageError =>
  SessionStorageError.isInstance(error, "invalid_input") || SessionStorageError.isInstance(error, "too_large")

async function updateSession(context: ImportContext, source: SourceSession, existing: Session): Promise<void> {
  const { log, store } = context
  if (isAsImported(source, existing)) {
    log.seen.messages += existing.messageCount
    log.sessions.unchanged += 1
    return
  }
  const current = isOlder(source, existing) ? existing : await followMove(context, source, existing)
  const stored =
    (await readSinceLast(context, source, current)) ?? (await readStoredSession(store, current, source.origin))
  const writer = writerOf(context, source, current.revision)
  const { differs, metadata, redacted } = await write(context, writer, source, stored)
  if (redacted > 0) log.redactedSession(source.id, redacted)
  if (differs) {
    await finish(writer, metadata)
    log.sessions.updated += 1
  } else log.sessions.unchanged += 1
}

/**
 * What the store has of the messages that were written since the last import, where that is all that there is to compare: nobody else has
 * written to the session, and the source's log reaches back to it. Null otherwise.
 */
async function readSinceLast(
  { isOwn, store }: ImportContext,
  source: SourceSession,
  current: Session,
): Promise<StoredSession | null> {
  const record = importRecordOf(current.metadata)
  if (record?.position == null || record.source === null || record.source !== source.identity) return null
  const { revision } = record
  if (revision !== current.revision && isOwn?.(source.id, revision, current.revision) !== true) return null
  const written = source.since?.(record.position) ?? null
  // Where the log has nothing new, what has changed is not in it.
  if (written === null || equalJson(record.position, source.position?.() ?? null)) return null
  const stored = await readWrittenMessages(store, current, source.origin, written)
  return written.isAll({ messages: stored.messages.size, parts: stored.parts }) ? stored : null
}

/** Writes what the store lacks, all but the last batch. */
async function write(
  context: ImportContext,
  writer: BatchWriter,
  source: SourceSession,
  target: StoredSession | MissingSession,
): Promise<Reconciliation> {
  const { author, log, signal } = context
  const counted = { ...source, contents: () => counting(source.contents(), log) }
  const changes = reconcileSession(counted, target, { author })
  try {
    for (;;) {
      const { done, value } = changes.next()
      if (done === true) return value
      writer.add(value.change, value.size)
      if (!writer.full) continue
      await giveWay()
      signal?.throwIfAborted()
      await writer.flush()
    }
  } finally {
    // Left early, it would keep the source's statements open.
    changes.return({ differs: false, metadata: null, redacted: 0 })
  }
}

function finish(writer: BatchWriter, metadata: ((revision: number) => JsonObject) | null): Promise<void> {
  return metadata === null ? writer.flush() : writer.finish(metadata)
}

function* counting(contents: Iterable<SourceContent>, { seen }: ImportLog): Generator<SourceContent> {
  for (const content of contents) {
    if (content.kind === "message") seen.messages += 1
    else if (content.kind === "part") seen.parts += 1
    yield content
  }
}

function writerOf({ store, log, onBatch }: ImportContext, source: SourceSession, revision: number): BatchWriter {
  return new BatchWriter({ store, sessionId: source.id, revision, at: source.updatedAt, log, onBatch })
}
