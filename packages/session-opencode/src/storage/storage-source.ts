import { basename } from "node:path"
import type { JsonObject, JsonValue, MessageFields, Todo } from "@opencode/session-core"
import { readInlineParts } from "../mapping/inline-parts.ts"
import { readMessageData } from "../mapping/message-data.ts"
import { readPartData, unreadablePart } from "../mapping/part-data.ts"
import { projectRowOf, sessionRowOf } from "../mapping/session-info.ts"
import { sessionFieldsOf, sourceProjectOf } from "../mapping/session-row.ts"
import { readTodos } from "../mapping/todo-row.ts"
import type { Source } from "../source/source.ts"
import type { SourceLog } from "../source/source-log.ts"
import type { SourceContent, SourceSession } from "../source/source-session.ts"
import { fitMetadata } from "../values/fit-metadata.ts"
import { fitPart, shortenedReason } from "../values/fit-part.ts"
import { isObject } from "../values/json-text.ts"
import { isCount, isId, textOfColumn } from "../values/plain-values.ts"
import { readStorageFile } from "./storage-file.ts"
import { jsonFilesIn, type SessionFile, type StorageLayout } from "./storage-layout.ts"

/** The JSON files in which OpenCode kept sessions before 1.2. Memory holds one file at a time. */
export class StorageSource implements Source {
  readonly format = "opencode-storage"
  readonly projectKeysAreIds = false
  readonly #layout: StorageLayout
  readonly #log: SourceLog
  readonly #sessions = new Map<string, SessionFile[]>()

  constructor(layout: StorageLayout, log: SourceLog) {
    this.#layout = layout
    this.#log = log
    for (const session of layout.sessions()) {
      this.#sessions.set(session.id, [...(this.#sessions.get(session.id) ?? []), session])
    }
  }

  get sessionCount(): number {
    return this.#sessions.size
  }

  get projectKeys(): string[] {
    const files = [...this.#sessions.values()].flat()
    return [...new Set(files.map(({ projectKey }) => projectKey))]
  }

  *sessionIds(): Generator<string> {
    for (const id of this.#sessions.keys()) {
      if (isId(id)) yield id
      else this.#log.skippedSession(textOfColumn(id).toWellFormed(), "Its id is not one that the store takes.")
    }
  }

  read<Result>(id: string, use: (session: SourceSession | null) => Promise<Result>): Promise<Result> {
    return use(this.#session(id))
  }

  /** Names messages whose session has no file. */
  reportOrphans(): void {
    for (const id of this.#layout.sessionsWithMessages()) {
      if (this.#sessions.has(id)) continue
      const messages = jsonFilesIn(this.#layout.messages(id)).length
      const reason = `The session that its ${messages} messages belong to has no file.`
      if (messages > 0) this.#log.skipped({ table: "message", id: textOfColumn(id).toWellFormed(), reason })
    }
  }

  [Symbol.dispose](): void {
    // Nothing is open.
  }

  #session(id: string): SourceSession | null {
    const candidates = (this.#sessions.get(id) ?? []).flatMap((session) => {
      const info = this.#object("session", id, session.file)
      return info === null ? [] : [{ ...session, info }]
    })
    // OpenCode copied the files of a project that it found another id for: the copy that went on counts.
    const [found] = candidates.sort((left, right) => updatedAtOf(right.info) - updatedAtOf(left.info))
    if (found === undefined) {
      this.#log.skippedSession(id, "Its file is not JSON, or too large.")
      return null
    }
    const { projectKey, info } = found
    const row = this.#rowOf(id, projectKey, info)
    const createdAt = isCount(row.time_created) ? row.time_created : 0
    return {
      id,
      origin: "opencode",
      project: sourceProjectOf(row),
      fields: { ...sessionFieldsOf(row), todos: this.#todos(id) },
      metadata: row,
      createdAt,
      updatedAt: isCount(row.time_updated) ? row.time_updated : createdAt,
      fieldsOf: sessionFieldsOf,
      projectOf: sourceProjectOf,
      complete: false,
      contents: () => this.#contents(id),
      raw: null,
    }
  }

  #rowOf(id: string, projectKey: string, info: JsonObject): JsonObject {
    const project = readStorageFile(this.#layout.project(projectKey))?.value
    const changes = readStorageFile(this.#layout.changes(id))?.value
    const worktree = this.#worktreeOf(id, info)
    const row: JsonObject = {
      ...sessionRowOf({ ...info, id, projectID: projectKey }),
      ...(isObject(project) ? { project: projectRowOf(projectKey, project) } : {}),
      ...(!isObject(project) && worktree !== null ? { project: { id: projectKey, worktree } } : {}),
    }
    if (row.summary_diffs === undefined && Array.isArray(changes)) row.summary_diffs = changes
    if (typeof row.directory !== "string" && worktree !== null) row.directory = worktree
    return fitMetadata(row, JSON.stringify(row).length, (key, size) =>
      this.#log.skipped({ table: "session", id, reason: `Its ${key} is too large; the rest is imported.`, size }),
    )
  }

  /** The oldest versions say only in an assistant's messages where a session ran. */
  #worktreeOf(id: string, info: JsonObject): string | null {
    if (typeof info.directory === "string") return null
    for (const file of jsonFilesIn(this.#layout.messages(id))) {
      const message = readStorageFile(file)?.value
      if (!isObject(message)) continue
      const inner =
        isObject(message.metadata) && isObject(message.metadata.assistant) ? message.metadata.assistant : message
      if (isObject(inner.path) && typeof inner.path.root === "string") return inner.path.root
    }
    return null
  }

  #todos(id: string): Todo[] | null {
    const file = readStorageFile(this.#layout.todos(id))
    if (file === null) return null
    if (Array.isArray(file.value)) return readTodos(file.value.filter(isObject))
    this.#log.damaged({ table: "todo", id, reason: "The session's to-do list is not a JSON array." })
    return null
  }

  *#contents(id: string): Generator<SourceContent> {
    const read = jsonFilesIn(this.#layout.messages(id)).map((file) => {
      // Their times order them, and only those are kept of all of them.
      const value = readStorageFile(file)?.value
      return { file, createdAt: isObject(value) ? createdAtOf(value) : 0 }
    })
    for (const { file } of read.sort((left, right) => left.createdAt - right.createdAt)) {
      const messageId = basename(file, ".json")
      if (isId(messageId)) yield* this.#message(id, messageId, file)
      else
        this.#log.skipped({
          table: "message",
          id: textOfColumn(messageId).toWellFormed(),
          reason: "Its id is not one that the store takes.",
        })
    }
  }

  *#message(sessionId: string, id: string, file: string): Generator<SourceContent> {
    const found = readStorageFile(file)
    if (found === null) return
    const value = isObject(found.value) ? found.value : null
    if (value === null) this.#log.damaged({ table: "message", id, reason: notJson(found.isTooLarge) })
    const { id: _id, sessionID: _sessionId, ...data } = value ?? {}
    const { rest, parts } = readInlineParts(id, data)
    const message = readMessageData(id, rest, null)
    if (value === null) message.metadata = { opencode: { unreadable: found.text } }
    const kept = isObject(message.metadata.opencode) ? message.metadata.opencode : {}
    const opencode = fitMetadata(kept, found.size, (key, size) =>
      this.#log.skipped({ table: "message", id, reason: `Its ${key} is too large; the rest is imported.`, size }),
    )
    yield { kind: "message", message: { ...message, metadata: { opencode } }, raw: found.text }
    for (const part of parts) yield this.#fitted({ ...part, messageId: id }, message, found.size)
    for (const partFile of jsonFilesIn(this.#layout.parts(sessionId, id))) yield* this.#part(message, partFile)
  }

  *#part(message: MessageFields, file: string): Generator<SourceContent> {
    const id = basename(file, ".json")
    const found = readStorageFile(file)
    if (found === null) return
    if (!isId(id)) {
      this.#log.skipped({
        table: "part",
        id: textOfColumn(id).toWellFormed(),
        reason: "Its id is not one that the store takes.",
      })
      return
    }
    if (!isObject(found.value)) this.#log.damaged({ table: "part", id, reason: notJson(found.isTooLarge) })
    const { id: _id, sessionID: _sessionId, messageID: _messageId, ...data } = isObject(found.value) ? found.value : {}
    const content = isObject(found.value) ? readPartData(data) : { type: unreadablePart, data: { raw: found.text } }
    yield this.#fitted({ id, ...content, messageId: message.id }, message, found.size)
  }

  #fitted(
    { id, messageId, type, data }: { id: string; messageId: string; type: string; data: JsonObject },
    { createdAt }: MessageFields,
    size: number,
  ): SourceContent {
    const fitted = fitPart(data, size, (path, bytes) =>
      this.#log.skipped({ table: "part", id, reason: shortenedReason(path, type), size: bytes }),
    )
    const part = { id, messageId, type, data: fitted, createdAt, updatedAt: createdAt }
    return { kind: "part", part, raw: "", size }
  }

  #object(table: string, id: string, file: string): JsonObject | null {
    const found = readStorageFile(file)
    if (found === null) return null
    if (isObject(found.value)) return found.value
    this.#log.damaged({ table, id, reason: `${file}: ${notJson(found.isTooLarge)}` })
    return null
  }
}

const notJson = (isTooLarge: boolean): string =>
  isTooLarge
    ? "Its file is too large to be read."
    : "Its file is not a JSON object, or is nested too deeply; the text is kept."

const timeOf = (value: JsonValue | undefined, key: string): number => {
  const time = isObject(value) ? value[key] : undefined
  return isCount(time) ? time : 0
}

const updatedAtOf = ({ time }: JsonObject): number => timeOf(time, "updated")

const createdAtOf = ({ time, metadata }: JsonObject): number =>
  timeOf(time, "created") || timeOf(isObject(metadata) ? metadata.time : undefined, "created")
