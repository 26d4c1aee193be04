import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Author } from "../model/author.ts"
import type { MessageFields } from "../model/message.ts"
import type { ModelReference } from "../model/model-reference.ts"
import type { PartFields } from "../model/part.ts"
import type { SessionFields } from "../model/session.ts"
import { isSameMark, type SessionMark } from "../model/session-mark.ts"
import { costToNanos } from "../model/usage.ts"
import type { Batch } from "../provider/batch.ts"
import type { Change } from "../provider/change.ts"
import { limits } from "../provider/limits.ts"
import { scopeProjectId } from "../provider/scope.ts"
import { checkCount, checkId, checkJson, checkText } from "./check-value.ts"

/**
 * Checks everything that a caller gave, before it reaches a provider: what passes here, every provider stores as it is.
 * Throws `invalid_input` or `too_large` that names the value.
 */
export function checkBatch(batch: Batch): void {
  checkId("The batch's id", batch.id, limits.batchIdCharacters)
  checkId("The session's id", batch.sessionId, limits.idBytes)
  const projectId = scopeProjectId(batch.scope)
  if (projectId !== null) checkId("The project's id", projectId, limits.idBytes)
  if (batch.expectedRevision !== undefined) checkCount("expectedRevision", batch.expectedRevision)
  checkCount("The batch's time", batch.at)
  const count = batch.changes.length
  if (count === 0) throw invalid("A batch needs at least one change.")
  if (count > limits.changesPerBatch) {
    throw invalid(`A batch takes at most ${limits.changesPerBatch} changes, not ${count}.`)
  }
  batch.changes.forEach((change, index) => {
    checkChange(change, index, batch)
  })
  checkReplay(batch.changes)
}

const invalid = (message: string) => new SessionStorageError("invalid_input", message)

function checkChange(change: Change, index: number, batch: Batch): void {
  switch (change.type) {
    case "session.create":
    case "session.put": {
      if (index > 0) throw invalid(`${change.type} must be the first change of its batch.`)
      const { session } = change
      checkId("The project's id", session.projectId, limits.idBytes)
      const projectId = scopeProjectId(batch.scope)
      if (projectId !== null && projectId !== session.projectId) {
        throw invalid(`A store of project ${projectId} cannot create a session in ${session.projectId}.`)
      }
      checkSessionFields(session)
      checkCount("The session's createdAt", session.createdAt)
      if (session.deletedAt !== null) checkCount("The session's deletedAt", session.deletedAt)
      if (session.deletionId !== null) checkId("The session's deletionId", session.deletionId, limits.idBytes)
      return
    }
    case "session.update":
      checkSessionFields(change.fields)
      return
    case "session.purge":
      checkAlone(change.type, batch)
      return
    case "session.move":
      checkId("The project's id", change.projectId, limits.idBytes)
      checkAlone(change.type, batch)
      return
    case "session.delete":
    case "session.restore":
      return
    case "message.put":
      checkMessage(change.message)
      return
    case "message.remove":
      checkId("The message's id", change.messageId, limits.idBytes)
      return
    case "part.put":
      checkPart(change.part)
      return
    case "part.remove":
      checkId("The message's id", change.messageId, limits.idBytes)
      checkId("The part's id", change.partId, limits.idBytes)
      return
    case "file.put":
      checkId("The file's path", change.file.path, limits.pathBytes)
      checkText(`The content of ${change.file.path}`, change.file.content, limits.valueBytes)
      checkCount("The file's createdAt", change.file.createdAt)
      if (change.version !== undefined) checkVersion(change.version)
      return
    case "file.remove":
      checkId("The file's path", change.path, limits.pathBytes)
      checkVersion(change.version)
      return
    default:
      // By its types there is nothing left; an application in JavaScript has none.
      throw invalid(`There is no change of type ${JSON.stringify((change as { type: unknown }).type)}.`)
  }
}

function checkAlone(type: string, batch: Batch): void {
  if (batch.changes.length > 1) throw invalid(`${type} must be the only change of its batch.`)
}

/** A copy gives every change its number, and the numbers ascend. */
function checkReplay(changes: Change[]): void {
  const replayed = changes.filter((change) => change.revision !== undefined)
  if (replayed.length === 0) return
  if (replayed.length < changes.length) throw invalid("Either every change of a batch has a revision, or none.")
  let previous = 0
  for (const { revision } of replayed) {
    checkCount("A change's revision", revision)
    if (revision === undefined || revision <= previous) throw invalid("The revisions of a batch must ascend.")
    previous = revision
  }
}

function checkSessionFields(fields: Partial<SessionFields>): void {
  if (fields.title !== undefined) checkText("The title", fields.title, limits.titleBytes)
  if (fields.titleSource !== undefined && fields.titleSource !== "user" && fields.titleSource !== "generated") {
    throw invalid(`titleSource must be "user" or "generated".`)
  }
  if (fields.parentId != null) checkId("The parent session's id", fields.parentId, limits.idBytes)
  if (fields.directory !== undefined) checkText("The directory", fields.directory, limits.pathBytes)
  if (fields.author != null) checkAuthor(fields.author)
  if (fields.agent != null) checkText("The agent", fields.agent, limits.idBytes)
  if (fields.model != null) checkModel("The model", fields.model)
  if (fields.todos !== undefined) {
    if (!Array.isArray(fields.todos)) throw invalid("The to-do list must be an array.")
    checkJson("The to-do list", fields.todos, limits.valueBytes)
  }
  if (fields.metadata !== undefined) checkObject("The session's metadata", fields.metadata)
  if (fields.archivedAt != null) checkCount("archivedAt", fields.archivedAt)
  if (fields.marks !== undefined) checkMarks(fields.marks)
}

function checkMarks(marks: SessionMark[]): void {
  if (!Array.isArray(marks)) throw invalid("The marks must be an array.")
  if (marks.length > limits.marks) {
    throw invalid(`A session takes at most ${limits.marks} pins and tags, not ${marks.length}.`)
  }
  for (const [index, mark] of marks.entries()) {
    if (mark?.type !== "pin" && mark?.type !== "tag") throw invalid('A mark\'s type must be "pin" or "tag".')
    if (mark.type === "tag") checkId("The tag", mark.tag, limits.idBytes)
    if (mark.user !== null) checkId("The user of a mark", mark.user, limits.idBytes)
    if (marks.findIndex((each) => isSameMark(each, mark)) < index) throw invalid("A session has each mark once.")
  }
}

function checkMessage(message: MessageFields): void {
  checkId("The message's id", message.id, limits.idBytes)
  const name = `Message ${message.id}: its`
  checkId(`${name} role`, message.role, limits.idBytes)
  if (message.parentId !== null) checkId(`${name} parentId`, message.parentId, limits.idBytes)
  if (message.agent !== null) checkText(`${name} agent`, message.agent, limits.idBytes)
  if (message.model !== null) checkModel(`${name} model`, message.model)
  if (message.error !== null) checkJson(`${name} error`, message.error, limits.valueBytes)
  if (message.author !== null) checkAuthor(message.author)
  if (message.usage !== null) {
    const { cost, ...tokens } = message.usage
    for (const [key, value] of Object.entries(tokens)) checkCount(`${name} usage.${key}`, value)
    // Totals are whole billionths of a dollar: beyond that they would not be exact, and the infinite never goes away again.
    if (typeof cost !== "number" || !Number.isSafeInteger(costToNanos(cost))) {
      throw invalid(`${name} usage.cost must be a number of dollars, up to nine million.`)
    }
  }
  checkObject(`${name} metadata`, message.metadata)
  checkCount(`${name} createdAt`, message.createdAt)
  checkCount(`${name} updatedAt`, message.updatedAt)
  if (message.completedAt !== null) checkCount(`${name} completedAt`, message.completedAt)
}

function checkPart(part: PartFields): void {
  checkId("The part's id", part.id, limits.idBytes)
  const name = `Part ${part.id}: its`
  checkId(`${name} messageId`, part.messageId, limits.idBytes)
  checkId(`${name} type`, part.type, limits.idBytes)
  checkObject(`${name} data`, part.data)
  checkCount(`${name} createdAt`, part.createdAt)
  checkCount(`${name} updatedAt`, part.updatedAt)
}

function checkModel(what: string, model: ModelReference): void {
  checkObject(what, model)
  const { providerId, modelId } = model
  for (const [key, value] of Object.entries({ providerId, modelId })) {
    if (typeof value === "string") continue
    throw new SessionStorageError("invalid_input", `${what} must have ${key}, a string.`, {
      hint: 'A model is { providerId: "anthropic", modelId: "claude-…" }.',
    })
  }
}

function checkObject(what: string, value: unknown): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(`${what} must be an object.`)
  checkJson(what, value, limits.valueBytes)
}

function checkAuthor(author: Author): void {
  checkText("The author's user", author.user, limits.idBytes)
  checkText("The author's host", author.host, limits.idBytes)
}

function checkVersion(version: number): void {
  checkCount("The file's version", version)
  if (version === 0) throw invalid("A file's versions begin with 1.")
}
