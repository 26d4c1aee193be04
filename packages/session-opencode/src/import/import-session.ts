import {
  type Author,
  type JsonObject,
  type Session,
  type SessionFields,
  SessionStorageError,
  type SessionStore,
} from "@opencode/session-core"
import { equalJson, giveWay } from "@opencode/session-core/transfer"
import type { ProjectFinder } from "../project/project-finder.ts"
import { fileDigest, messageDigest, partDigest } from "../reconcile/content-digest.ts"
import { Fingerprint } from "../reconcile/fingerprint.ts"
import { type ImportRecord, importRecordOf } from "../reconcile/import-record.ts"
import { fileKey, readStoredIndex, type StoredIndex } from "../reconcile/stored-index.ts"
import type { SourceContent, SourceSession } from "../source/source-session.ts"
import { BatchWriter } from "./batch-writer.ts"
import type { ImportLog } from "./import-log.ts"
import type { LastWrites } from "./last-writes.ts"

/** What the import of a session needs besides the session. */
export interface ImportContext {
  store: SessionStore
  projects: ProjectFinder
  author: Author | null
  log: ImportLog
  lastWrites: LastWrites
  /** Sessions that another import created meanwhile: they are to be met again. */
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
  context.projects.noteExisting(existing.projectId)
  if (existing.deletedAt !== null) return log.skippedSession(source.id, "It was deleted here, and stays deleted.")
  return updateSession(context, source, existing)
}

async function createSession(context: ImportContext, source: SourceSession): Promise<void> {
  const { log } = context
  const projectId = await context.projects.find(source.project)
  const { todos, ...fields } = source.fields
  const writer = writerOf(context, source, 0)
  const session = {
    ...{ ...fields, projectId, todos: todos ?? [], author: context.author, metadata: metadataOf(source, {}) },
    ...{ createdAt: source.createdAt, deletedAt: null, deletionId: null },
  }
  writer.add({ type: "session.create", session }, JSON.stringify(source.metadata).length)
  let contents: Awaited<ReturnType<typeof writeContents>>
  try {
    contents = await writeContents(context, source, writer, () => true)
  } catch (error) {
    if (!isOfSession(error)) throw error
    return log.skippedSession(source.id, error.message)
  }
  const noted = { ...contents, kept: [] }
  await context.lastWrites.add(writer.size, async () => {
    try {
      await writer.finish((revision) => metadataOf(source, {}, { ...noted, revision }))
      log.sessions.created += 1
    } catch (error) {
      if (isOfSession(error)) log.skippedSession(source.id, error.message)
      else if (SessionStorageError.isInstance(error, "already_exists")) context.repeat.push(source.id)
      else throw error
    }
  })
}

/** The store does not take one of the session's own values; the other sessions are none the worse. */
const isOfSession = (error: unknown): error is SessionStorageError =>
  SessionStorageError.isInstance(error, "invalid_input") || SessionStorageError.isInstance(error, "too_large")

async function updateSession(context: ImportContext, source: SourceSession, existing: Session): Promise<void> {
  const { log } = context
  const record = importRecordOf(existing.metadata)
  if (isUnchanged(source, existing, record, log)) {
    log.sessions.unchanged += 1
    return
  }
  const index = await readStoredIndex(context.store, source.id, source.origin)
  const writer = writerOf(context, source, existing.revision)
  const wanted = (content: SourceContent) => meet(index, content, source)
  const { fingerprint, newest } = await writeContents(context, source, writer, wanted)
  const kept = removeWhatIsGone(writer, index, source, record, newest)
  const fields = changedFields(source, existing)
  if (Object.keys(fields).length > 0) writer.add({ type: "session.update", fields }, 0)
  const isNewer = !isOlder(source, existing)
  if (writer.idle && !(isNewer && metadataDiffers(source, existing))) {
    log.sessions.unchanged += 1
    return
  }
  // An older copy only adds what is missing, and leaves what is known of the newer one.
  if (!isNewer) await writer.flush()
  else {
    const noted = { fingerprint, newest, kept }
    await writer.finish((revision) => metadataOf(source, existing.metadata, { ...noted, revision }))
  }
  log.sessions.updated += 1
}

/** Writes what is wanted of a source's contents, and gives their fingerprint and the time of the newest. */
async function writeContents(
  context: ImportContext,
  source: SourceSession,
  writer: BatchWriter,
  isWanted: (content: SourceContent) => boolean,
): Promise<{ fingerprint: string | null; newest: number }> {
  const fingerprint = source.raw === null ? null : new Fingerprint(source)
  let newest = source.updatedAt
  for (const content of source.contents()) {
    fingerprint?.add(content.raw)
    newest = Math.max(newest, timeOf(content))
    countSeen(context.log, content)
    if (content.kind === "message") content.message.author = context.author
    if (isWanted(content)) add(writer, content)
    if (writer.full) await flush(context, writer)
  }
  return { fingerprint: fingerprint?.end() ?? null, newest }
}

/** Whether neither the source nor the store has changed since the last import. */
function isUnchanged(source: SourceSession, existing: Session, record: ImportRecord | null, log: ImportLog): boolean {
  if (source.raw === null || record === null || record.fingerprint === null) return false
  if (record.revision !== existing.revision) return false
  const fingerprint = new Fingerprint(source)
  for (const raw of source.raw()) fingerprint.add(raw)
  if (fingerprint.end() !== record.fingerprint) return false
  log.seen.messages += existing.messageCount
  return true
}

/** Whether what the source has must be written. Marks it as met, and completes it with what only the store has. */
function meet(index: StoredIndex, content: SourceContent, source: SourceSession): boolean {
  if (content.kind === "skipped") return false
  if (content.kind === "file") {
    return index.files.get(fileKey(content.path, content.version)) !== fileDigest(content.content, content.createdAt)
  }
  if (content.kind === "message") return meetMessage(index, content.message, source)
  const { part } = content
  const stored = index.messages.get(part.messageId)?.parts.get(part.id)
  if (stored === undefined) return true
  stored.met = true
  if (!source.complete) {
    // It has no times of its own.
    part.createdAt = stored.createdAt
    part.updatedAt = stored.updatedAt
    return stored.digest !== partDigest(part)
  }
  if (part.updatedAt !== stored.updatedAt) return part.updatedAt > stored.updatedAt
  return part.createdAt !== stored.createdAt || stored.digest !== partDigest(part)
}

function meetMessage(
  index: StoredIndex,
  message: Extract<SourceContent, { kind: "message" }>["message"],
  source: SourceSession,
): boolean {
  const stored = index.messages.get(message.id)
  if (stored === undefined) return true
  stored.met = true
  const differs = stored.digest !== messageDigest(message, source.origin)
  message.author = stored.author
  message.metadata = { ...stored.otherMetadata, ...message.metadata }
  if (!source.complete) {
    message.updatedAt = stored.updatedAt
    return differs
  }
  if (message.updatedAt !== stored.updatedAt) return message.updatedAt > stored.updatedAt
  return differs
}

/**
 * Removes what an import wrote and the source has no more: somebody went back in OpenCode and took another way. A message is
 * known by its mark; a part has none, so one that came after the last import was written by somebody else. Returns the ids
 * of such parts: they stay for good.
 */
function removeWhatIsGone(
  writer: BatchWriter,
  index: StoredIndex,
  source: SourceSession,
  record: ImportRecord | null,
  newest: number,
): string[] {
  // An export, or an older copy of the database, may lack what is there.
  if (!source.complete || newest < (record?.newest ?? 0)) return record?.kept ?? []
  const known = new Set(record?.kept)
  const kept: string[] = []
  for (const [messageId, message] of index.messages) {
    if (!message.imported) continue
    const gone = [...message.parts].filter(([, part]) => !part.met)
    const ofOthers = gone.filter(
      ([partId, part]) => known.has(partId) || (record !== null && part.revision > record.revision),
    )
    kept.push(...ofOthers.map(([partId]) => partId))
    if (!message.met && ofOthers.length === 0) writer.add({ type: "message.remove", messageId }, 0)
    if (!message.met) continue
    const stays = new Set(ofOthers)
    const removable = gone.filter((entry) => !stays.has(entry))
    for (const [partId] of removable) {
      if (record === null) kept.push(partId)
      else writer.add({ type: "part.remove", messageId, partId }, 0)
    }
  }
  return kept
}

/** The fields that changed at the source since the last import, and only them. */
function changedFields(source: SourceSession, existing: Session): Partial<SessionFields> {
  if (isOlder(source, existing)) return {}
  const previousMetadata = existing.metadata[source.origin]
  const previous = isObject(previousMetadata) ? source.fieldsOf(previousMetadata) : {}
  const { todos, title, titleSource, ...rest } = source.fields
  const next: Partial<SessionFields> = { ...rest }
  if (existing.titleSource !== "user") Object.assign(next, { title, titleSource })
  const changed = Object.entries(next).filter(([key, value]) => {
    // The keys of `next` are those of the fields.
    const name = key as keyof SessionFields
    return !equalJson(value, previous[name]) && !equalJson(value, existing[name])
  })
  const fields: Partial<SessionFields> = Object.fromEntries(changed)
  if (todos !== null && !equalJson(todos, existing.todos)) fields.todos = todos
  return fields
}

/** Whether the source is an older copy of what was imported already. */
function isOlder(source: SourceSession, existing: Session): boolean {
  const record = importRecordOf(existing.metadata)
  const previous = existing.metadata[source.origin]
  const last = isObject(previous) ? previous.time_updated : undefined
  return record !== null && typeof last === "number" && source.updatedAt < last
}

function metadataDiffers(source: SourceSession, existing: Session): boolean {
  const previous = existing.metadata[source.origin]
  if (!isObject(previous)) return true
  const { project: _previous, ...stored } = previous
  const { project: _next, ...next } = source.metadata
  // An export has no row of the database: what it does not say is no difference.
  const comparable = source.complete
    ? stored
    : Object.fromEntries(Object.entries(stored).filter(([key]) => key in next))
  return !equalJson(comparable, next)
}

function metadataOf(source: SourceSession, existing: JsonObject, record?: ImportRecord): JsonObject {
  const previous = existing[source.origin]
  const before = !source.complete && isObject(previous) ? previous : {}
  return {
    ...existing,
    [source.origin]: { ...before, ...source.metadata },
    ...(record === undefined ? {} : { import: record }),
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

function add(writer: BatchWriter, content: SourceContent): void {
  const size = content.raw.length
  if (content.kind === "message") writer.add({ type: "message.put", message: content.message }, size)
  else if (content.kind === "part") writer.add({ type: "part.put", part: content.part }, size)
  else if (content.kind === "file") {
    const { path, version, content: text, createdAt } = content
    writer.add({ type: "file.put", version, file: { path, content: text, createdAt } }, size)
  }
}

function timeOf(content: SourceContent): number {
  if (content.kind === "message") return content.message.updatedAt
  if (content.kind === "part") return content.part.updatedAt
  return content.kind === "file" ? content.createdAt : 0
}

function countSeen(log: ImportLog, content: SourceContent): void {
  if (content.kind === "message") log.seen.messages += 1
  else if (content.kind === "part") log.seen.parts += 1
}

function writerOf(context: ImportContext, source: SourceSession, revision: number): BatchWriter {
  const { store, log, onBatch } = context
  return new BatchWriter({ store, sessionId: source.id, revision, at: source.updatedAt, log, onBatch })
}

async function flush(context: ImportContext, writer: BatchWriter): Promise<void> {
  await giveWay()
  context.signal?.throwIfAborted()
  await writer.flush()
}
