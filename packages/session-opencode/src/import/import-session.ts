import {
  type Author,
  type JsonObject,
  limits,
  type Session,
  SessionStorageError,
  type SessionStore,
} from "@opencode/session-core"
import { giveWay } from "@opencode/session-core/transfer"
import type { ProjectFinder } from "../project/project-finder.ts"
import { isAsImported } from "../reconcile/is-as-imported.ts"
import { type MissingSession, type Reconciliation, reconcileSession } from "../reconcile/reconcile-session.ts"
import { isOlder } from "../reconcile/session-fields.ts"
import type { StoredSession } from "../reconcile/stored-session.ts"
import type { SourceContent, SourceSession } from "../source/source-session.ts"
import { isObject } from "../values/json-text.ts"
import { isText } from "../values/plain-values.ts"
import { relativeTo } from "../values/relative-to.ts"
import { BatchWriter } from "./batch-writer.ts"
import type { ImportLog } from "./import-log.ts"
import type { LastWrites } from "./last-writes.ts"
import { readStoredSession } from "./read-stored-session.ts"

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
  signal: AbortSignal | undefined
}

/**
 * Brings the store to what a source has of a session, and writes only what differs: a second run over an unchanged source
 * writes nothing. What others wrote to the session stays, and so do a deletion and a title that a user gave it.
 */
export async function importSession(context: ImportContext, source: SourceSession): Promise<void> {
  const { store, log } = context
  await giveWay()
  context.signal?.throwIfAborted()
  const existing = await store.sessions.get(source.id, { includeDeleted: true })
  if (existing === null) {
    try {
      return await createSession(context, source)
    } catch (error) {
      if (!SessionStorageError.isInstance(error, "already_exists")) throw error
      // Another import of the same file was faster.
      return await updateSession(context, source, await store.sessions.require(source.id, { includeDeleted: true }))
    }
  }
  // Wherever that is now.
  log.project({ id: existing.projectId, source: "imported-before" })
  if (existing.deletedAt !== null) return log.skippedSession(source.id, "It was deleted here, and stays deleted.")
  return updateSession(context, source, existing)
}

async function createSession(context: ImportContext, found: SourceSession): Promise<void> {
  const { log } = context
  const project = await context.projects.find(found.project)
  const source = withFolder(found, await context.projects.topFor(found.project))
  log.project(project)
  const writer = writerOf(context, source, 0)
  let reconciliation: Reconciliation
  try {
    reconciliation = await write(context, writer, source, { projectId: project.id })
  } catch (error) {
    if (!isOfSession(error)) throw error
    return log.skippedSession(source.id, error.message)
  }
  await context.lastWrites.add(writer.size, async () => {
    try {
      await finish(writer, reconciliation.metadata)
      log.sessions.created += 1
    } catch (error) {
      if (isOfSession(error)) log.skippedSession(source.id, error.message)
      else if (SessionStorageError.isInstance(error, "already_exists")) context.repeat.push(source.id)
      else throw error
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

/** Moves a session that OpenCode has moved since the last import, unless it is somewhere else than that import put it. */
async function followMove(context: ImportContext, source: SourceSession, existing: Session): Promise<void> {
  const { store, projects, log } = context
  const previous = existing.metadata[source.origin]
  const before = isObject(previous) ? source.projectOf?.(previous) : undefined
  if (before === undefined || (before.key === source.project.key && before.directory === source.project.directory))
    return
  const [from, to] = [await projects.find(before), await projects.find(source.project)]
  if (from.id !== existing.projectId || to.id === from.id) return
  await store.apply(source.id, [{ type: "session.move", projectId: to.id }], { at: source.updatedAt })
  log.project(to, 0)
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
  if (!isOlder(source, existing)) await followMove(context, source, existing)
  const current = await store.sessions.require(source.id)
  const stored = await readStoredSession(store, current, source.origin)
  const writer = writerOf(context, source, current.revision)
  const { differs, metadata } = await write(context, writer, source, stored)
  if (differs) {
    await finish(writer, metadata)
    log.sessions.updated += 1
  } else log.sessions.unchanged += 1
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
    changes.return({ differs: false, metadata: null })
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
