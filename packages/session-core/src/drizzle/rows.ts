import type { Author } from "../model/author.ts"
import type { FileVersion } from "../model/file-version.ts"
import type { JsonObject, JsonValue } from "../model/json.ts"
import { isDeeperThan } from "../model/json-depth.ts"
import type { Message } from "../model/message.ts"
import type { ModelReference } from "../model/model-reference.ts"
import type { Part } from "../model/part.ts"
import type { Damage, Session, TitleSource, Todo } from "../model/session.ts"
import type { SessionMark } from "../model/session-mark.ts"
import { nanosToCost, type Usage } from "../model/usage.ts"
import { limits } from "../provider/limits.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import type { FileRow, MessageRow, PartRow, SessionRow, TombstoneRow } from "./fields.ts"

/*
 * The model's objects, of rows. Content that a page left out is empty here. JSON may be damaged, and then harms only the object
 * that it belongs to.
 */

/** Reads the JSON columns of one row, and notes the first that cannot be read. */
class JsonReader {
  #damage: Damage | undefined

  /** An object; `empty` where there is none. */
  object<Value extends JsonObject | null>(name: string, json: string | null, empty: Value): Value {
    // Whoever wrote it passed the checks of the model.
    return this.#read(name, json, empty, isJsonObject) as Value
  }

  /** A list; empty where there is none. */
  list<Item extends JsonValue>(name: string, json: string | null): Item[] {
    return this.#read(name, json, [], Array.isArray) as Item[] // As above.
  }

  /** Anything; null where there is nothing. */
  value(name: string, json: string | null): JsonValue {
    return this.#read(name, json, null, () => true)
  }

  #read(name: string, json: string | null, empty: JsonValue, fits: (value: JsonValue) => boolean): JsonValue {
    if (json === null) return empty
    try {
      const value = parseJson(json)
      if (value === undefined) {
        const reason = `The ${name} is nested more than ${limits.jsonLevels} levels deep.`
        this.#damage ??= { reason, raw: json }
      } else if (fits(value)) return value
      else this.#damage ??= { reason: `The ${name} is of another kind than it must be.`, raw: json }
    } catch (error) {
      this.#damage ??= { reason: `The ${name} cannot be read: ${reasonOf(error)}`, raw: json }
    }
    return empty
  }

  /** The object that was made of the row, marked when some of it could not be read. */
  marked<Value extends { damaged?: Damage }>(value: Value): Value {
    if (this.#damage !== undefined) value.damaged = this.#damage
    return value
  }
}

/**
 * Parsing is most of what a page takes. Most metadata and to-do lists are empty, and rows that follow each other mostly have
 * the same model: what was parsed last is copied as long as a copy of its keys is a copy of all.
 *
 * Undefined for what is nested more deeply than a store takes: another program wrote it, and it would exhaust the stack of
 * everything that reads it.
 */
function parseJson(json: string): JsonValue | undefined {
  if (json === "{}") return {}
  if (json === "[]") return []
  if (json === lastFlat.json) return { ...lastFlat.value }
  const value: JsonValue = JSON.parse(json)
  if (json.length <= longestFlat && isFlat(value)) {
    lastFlat = { json, value }
    return { ...value }
  }
  return json.length > shortestDeep && isDeeperThan(value, limits.jsonLevels) ? undefined : value
}

/** A bracket on either side for each level. */
const shortestDeep = 2 * limits.jsonLevels

const longestFlat = 200
let lastFlat: { json: string; value: JsonObject } = { json: "{}", value: {} }

const isFlat = (value: JsonValue): value is JsonObject =>
  isJsonObject(value) && Object.values(value).every((each) => typeof each !== "object" || each === null)

const isJsonObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function author({ authorUser, authorHost }: { authorUser: string | null; authorHost: string | null }): Author | null {
  return authorUser === null ? null : { user: authorUser, host: authorHost ?? "" }
}

type Tokens = "inputTokens" | "outputTokens" | "reasoningTokens" | "cacheReadTokens" | "cacheWriteTokens"

function usage(row: Record<Tokens, number | null>, cost: number | null): Usage {
  return {
    input: row.inputTokens ?? 0,
    output: row.outputTokens ?? 0,
    reasoning: row.reasoningTokens ?? 0,
    cacheRead: row.cacheReadTokens ?? 0,
    cacheWrite: row.cacheWriteTokens ?? 0,
    cost: cost ?? 0,
  }
}

export function sessionOf(row: SessionRow): Session {
  const json = new JsonReader()
  return json.marked<Session>({
    id: row.id,
    projectId: row.projectId,
    parentId: row.parentId,
    title: row.title ?? "",
    titleSource: row.titleSource as TitleSource, // The store writes no other.
    directory: row.directory,
    author: author(row),
    agent: row.agent,
    model: json.object<ModelReference | null>("model", row.model, null),
    todos: json.list<Todo>("to-do list", row.todos),
    metadata: json.object<JsonObject>("metadata", row.metadata, {}),
    marks: json.list<SessionMark>("list of pins and tags", row.marks),
    usage: usage(row, nanosToCost(row.costNanos)),
    messageCount: row.messageCount,
    revision: row.revision,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    archivedAt: row.archivedAt,
    deletedAt: row.deletedAt,
    deletionId: row.deletionId,
  })
}

export function messageOf(row: MessageRow): Message {
  const json = new JsonReader()
  return json.marked<Message>({
    id: row.id,
    sessionId: row.sessionId,
    role: row.role,
    parentId: row.parentId,
    agent: row.agent,
    model: json.object<ModelReference | null>("model", row.model, null),
    usage: row.inputTokens === null ? null : usage(row, row.cost),
    error: json.value("error", row.error),
    author: author(row),
    metadata: json.object<JsonObject>("metadata", row.metadata, {}),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    completedAt: row.completedAt,
    position: row.position,
    revision: row.revision,
  })
}

export function partOf(row: PartRow): Part {
  const json = new JsonReader()
  return json.marked<Part>({
    id: row.id,
    sessionId: row.sessionId,
    messageId: row.messageId,
    type: row.type,
    data: json.object<JsonObject>("data", row.data, {}),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    position: row.position,
    revision: row.revision,
  })
}

/** A part of which only its other fields were read. */
export const unloadedPartOf = (row: PartRow & { bytes: number }): Part => ({
  ...partOf({ ...row, data: "{}" }),
  unloaded: { bytes: row.bytes },
})

/** A part's data alone; empty where it cannot be read. */
export const partDataOf = (data: string | null): JsonObject => new JsonReader().object<JsonObject>("data", data, {})

export function fileVersionOf(row: FileRow): FileVersion {
  return {
    sessionId: row.sessionId,
    path: row.path,
    version: row.version,
    content: row.content ?? "",
    createdAt: row.createdAt,
    revision: row.revision,
  }
}

/** What was removed. The columns of its key are set, of another kind's they are null. */
export function tombstoneOf({ type, revision, messageId, partId, path, version }: TombstoneRow): RecordedChange {
  switch (type) {
    case "message.removed":
      return { type, revision, messageId: messageId ?? "" }
    case "part.removed":
      return { type, revision, messageId: messageId ?? "", partId: partId ?? "" }
    default:
      return { type: "file.removed", revision, path: path ?? "", version: version ?? 0 }
  }
}
