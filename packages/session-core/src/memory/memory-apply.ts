import { ConflictError } from "../errors/conflict-error.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Message } from "../model/message.ts"
import type { SessionFields } from "../model/session.ts"
import { costToNanos, nanosToCost, noUsage, type Usage } from "../model/usage.ts"
import type { ApplyResult, Batch } from "../provider/batch.ts"
import type { Change, NewSession } from "../provider/change.ts"
import { keyOf, type MemoryState, type SessionRecord, type Tombstone } from "./memory-state.ts"

/** Applies a batch. Everything that can fail is looked at before anything is written. */
export function applyBatch(state: MemoryState, batch: Batch): ApplyResult {
  const receipt = state.receipts.get(keyOf(batch.sessionId, batch.id))
  if (receipt !== undefined && state.concerns(batch.scope, batch.sessionId)) {
    return { revision: receipt, repeated: true }
  }
  const existing = state.find(batch.scope, batch.sessionId)
  checkApplicable(state, batch, existing)
  const record = existing ?? createRecord(state, batch)
  for (const change of batch.changes) {
    record.session.revision = change.revision ?? record.session.revision + 1
    applyChange(state, record, change, batch, existing === undefined)
  }
  record.session.updatedAt = Math.max(record.session.updatedAt, batch.at)
  record.sequence = state.nextSequence()
  state.receipts.set(keyOf(batch.sessionId, batch.id), record.session.revision)
  return { revision: record.session.revision }
}

function checkApplicable(state: MemoryState, batch: Batch, existing: SessionRecord | undefined): void {
  const { sessionId, expectedRevision } = batch
  const first = batch.changes[0]
  const creates = first?.type === "session.create" || first?.type === "session.put"
  const actual = existing?.session.revision ?? 0
  if (expectedRevision !== undefined && expectedRevision !== actual) {
    throw new ConflictError(sessionId, expectedRevision, actual)
  }
  if (existing === undefined && !creates)
    throw new SessionStorageError("not_found", `There is no session ${sessionId} here.`)
  const elsewhere = existing === undefined && state.records.has(sessionId)
  const inOtherProject =
    first?.type === "session.put" && existing !== undefined && existing.session.projectId !== first.session.projectId
  if (elsewhere || inOtherProject || (first?.type === "session.create" && existing !== undefined)) {
    throw new SessionStorageError("already_exists", `There is a session ${sessionId} already.`)
  }
  const firstRevision = first?.revision
  if (firstRevision !== undefined && firstRevision <= actual) {
    throw new ConflictError(sessionId, firstRevision - 1, actual)
  }
  checkMessagesOfParts(batch, existing)
}

function checkMessagesOfParts(batch: Batch, existing: SessionRecord | undefined): void {
  const messages = new Map<string, boolean>()
  for (const change of batch.changes) {
    if (change.type === "message.put") messages.set(change.message.id, true)
    if (change.type === "message.remove") messages.set(change.messageId, false)
    if (change.type !== "part.put") continue
    const { messageId } = change.part
    if (!(messages.get(messageId) ?? existing?.messages.has(messageId) ?? false)) {
      throw new SessionStorageError("not_found", `There is no message ${messageId} in session ${batch.sessionId}.`)
    }
  }
}

function createRecord(state: MemoryState, batch: Batch): SessionRecord {
  const [first] = batch.changes
  if (first?.type !== "session.create" && first?.type !== "session.put") throw new TypeError("not a creation")
  const { projectId } = first.session
  let revision = 0
  for (const departed of state.departed.values()) {
    if (departed.sessionId === batch.sessionId) revision = Math.max(revision, departed.revision)
  }
  state.departed.delete(keyOf(projectId, batch.sessionId))
  const record: SessionRecord = {
    session: {
      marks: [],
      ...clone(first.session),
      id: batch.sessionId,
      usage: noUsage,
      messageCount: 0,
      revision,
      updatedAt: batch.at,
    },
    firstRevision: first.revision ?? revision + 1,
    fieldsRevision: 0,
    sequence: 0,
    number: state.nextNumber(),
    messages: new Map(),
    parts: new Map(),
    files: new Map(),
    tombstones: [],
  }
  state.records.set(batch.sessionId, record)
  return record
}

function ensureProject(state: MemoryState, id: string, createdAt: number): void {
  if (!state.projects.has(id)) state.projects.set(id, { id, name: id, aliases: [], createdAt })
}

function applyChange(state: MemoryState, record: SessionRecord, change: Change, batch: Batch, created: boolean): void {
  const { session } = record
  const { revision } = session
  switch (change.type) {
    case "session.create":
    case "session.put":
      record.fieldsRevision = revision
      ensureProject(state, session.projectId, batch.at)
      if (!created) Object.assign(session, { marks: [] }, clone<NewSession>(change.session))
      return
    case "session.update":
      record.fieldsRevision = revision
      updateFields(record, change.fields)
      return
    case "session.delete":
      return inSubtree(
        state,
        record,
        (member) => member.session.deletedAt === null,
        (member) => {
          member.session.deletedAt = batch.at
          member.session.deletionId = batch.id
        },
      )
    case "session.restore": {
      const { deletionId } = session
      const hidden = (member: SessionRecord) => deletionId !== null && member.session.deletionId === deletionId
      return inSubtree(state, record, hidden, (member) => {
        member.session.deletedAt = null
        member.session.deletionId = null
      })
    }
    case "session.purge":
      return inSubtree(
        state,
        record,
        () => true,
        (member) => {
          depart(state, member)
          state.records.delete(member.session.id)
        },
      )
    case "session.move":
      ensureProject(state, change.projectId, batch.at)
      return inSubtree(
        state,
        record,
        () => true,
        (member) => {
          depart(state, member)
          state.departed.delete(keyOf(change.projectId, member.session.id))
          member.session.projectId = change.projectId
        },
      )
    case "message.put": {
      const { message } = change
      const before = record.messages.get(message.id)
      count(record, before, message)
      const position = before?.position ?? change.position ?? revision
      record.messages.set(message.id, { ...clone(message), sessionId: session.id, position, revision })
      return
    }
    case "message.remove": {
      count(record, record.messages.get(change.messageId), undefined)
      record.messages.delete(change.messageId)
      for (const [key, part] of record.parts) if (part.messageId === change.messageId) record.parts.delete(key)
      return recordTombstone(record, { type: "message.removed", revision, messageId: change.messageId })
    }
    case "part.put": {
      const { part } = change
      const key = keyOf(part.messageId, part.id)
      const before = record.parts.get(key)
      const position = before?.position ?? change.position ?? revision
      const number = before?.number ?? state.nextNumber()
      record.parts.set(key, { ...clone(part), sessionId: session.id, position, revision, number })
      return
    }
    case "part.remove":
      record.parts.delete(keyOf(change.messageId, change.partId))
      return recordTombstone(record, {
        type: "part.removed",
        revision,
        messageId: change.messageId,
        partId: change.partId,
      })
    case "file.put": {
      const { path } = change.file
      const version = change.version ?? latestVersion(record, path) + 1
      record.files.set(keyOf(path, version), { ...change.file, sessionId: session.id, version, revision })
      return
    }
    case "file.remove":
      record.files.delete(keyOf(change.path, change.version))
      return recordTombstone(record, { type: "file.removed", revision, path: change.path, version: change.version })
  }
}

/** Changes those of the session and its descendants that `chosen` picks; each takes its own next revision. */
function inSubtree(
  state: MemoryState,
  root: SessionRecord,
  chosen: (member: SessionRecord) => boolean,
  change: (member: SessionRecord) => void,
): void {
  root.fieldsRevision = root.session.revision
  for (const member of state.subtree(root).filter(chosen)) {
    if (member !== root) {
      member.session.revision += 1
      member.fieldsRevision = member.session.revision
      member.sequence = state.nextSequence()
    }
    change(member)
  }
}

function depart(state: MemoryState, { session }: SessionRecord): void {
  const { id: sessionId, projectId, revision } = session
  state.departed.set(keyOf(projectId, sessionId), { projectId, sessionId, revision, sequence: state.nextSequence() })
}

function updateFields({ session }: SessionRecord, fields: Partial<SessionFields>): void {
  const { title, titleSource, ...rest } = clone(fields)
  for (const [key, value] of Object.entries(rest)) if (value !== undefined) Object.assign(session, { [key]: value })
  if (titleSource === "generated" && session.titleSource === "user") return
  if (title !== undefined) session.title = title
  if (titleSource !== undefined) session.titleSource = titleSource
}

function count(
  { session }: SessionRecord,
  before: Message | undefined,
  after: Pick<Message, "usage"> | undefined,
): void {
  session.messageCount += (after === undefined ? 0 : 1) - (before === undefined ? 0 : 1)
  session.usage = add(add(session.usage, before?.usage, -1), after?.usage, 1)
}

function add(total: Usage, usage: Usage | null | undefined, sign: 1 | -1): Usage {
  if (usage == null) return total
  return {
    input: total.input + sign * usage.input,
    output: total.output + sign * usage.output,
    reasoning: total.reasoning + sign * usage.reasoning,
    cacheRead: total.cacheRead + sign * usage.cacheRead,
    cacheWrite: total.cacheWrite + sign * usage.cacheWrite,
    cost: nanosToCost(costToNanos(total.cost) + sign * costToNanos(usage.cost)),
  }
}

function latestVersion(record: SessionRecord, path: string): number {
  let latest = 0
  for (const file of record.files.values()) if (file.path === path) latest = Math.max(latest, file.version)
  return latest
}

function recordTombstone(record: SessionRecord, tombstone: Tombstone): void {
  record.tombstones.push(tombstone)
}

/** What a database would give back: the JSON of it, read again. */
export const clone = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))
