import type { Author } from "../model/author.ts"
import type { FileVersion } from "../model/file-version.ts"
import type { JsonObject, JsonValue } from "../model/json.ts"
import { isDeeperThan } from "../model/json-depth.ts"
import type { Message } from "../model/message.ts"
import type { ModelReference } from "../model/model-reference.ts"
import type { Part } from "../model/part.ts"
import type { Damage, Session, SessionSummary, TitleSource, Todo } from "../model/session.ts"
import { nanosToCost, type Usage } from "../model/usage.ts"
import { limits } from "../provider/limits.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import type { Row } from "./dialect.ts"

/*
 * The model's objects, of the rows that selections.ts asks for. A row's types are those of its columns, which the casts
 * below state; JSON may be damaged, and then harms only the object that it belongs to.
 */

const string = (value: unknown) => value as string
const optionalString = (value: unknown) => value as string | null
// Drivers give large whole numbers as they are configured; all of ours are below 2^53.
const number = (value: unknown) => Number(value)
const optionalNumber = (value: unknown) => (value === null ? null : Number(value))

/** Reads the JSON columns of one row, and notes the first that cannot be read. */
class JsonReader {
  #damage: Damage | undefined

  /** An object; `empty` where there is none. */
  object<Value extends JsonObject | null>(name: string, json: unknown, empty: Value): Value {
    // Whoever wrote it passed the checks of the model.
    return this.#read(name, json, empty, isJsonObject) as Value
  }

  /** A list; empty where there is none. */
  list<Item extends JsonValue>(name: string, json: unknown): Item[] {
    return this.#read(name, json, [], Array.isArray) as Item[] // As above.
  }

  /** Anything; null where there is nothing. */
  value(name: string, json: unknown): JsonValue {
    return this.#read(name, json, null, () => true)
  }

  #read(name: string, json: unknown, empty: JsonValue, fits: (value: JsonValue) => boolean): JsonValue {
    if (json === null) return empty
    try {
      const value = parseJson(string(json))
      if (value === undefined) {
        const reason = `The ${name} is nested more than ${limits.jsonLevels} levels deep.`
        this.#damage ??= { reason, raw: String(json) }
      } else if (fits(value)) return value
      else this.#damage ??= { reason: `The ${name} is of another kind than it must be.`, raw: String(json) }
    } catch (error) {
      this.#damage ??= { reason: `The ${name} cannot be read: ${reasonOf(error)}`, raw: String(json) }
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
  isJsonObject(value) && Object.values(value as JsonObject).every((each) => typeof each !== "object" || each === null)

const isJsonObject = (value: JsonValue): boolean => typeof value === "object" && value !== null && !Array.isArray(value)

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function author(row: Row): Author | null {
  return row.authorUser === null ? null : { user: string(row.authorUser), host: string(row.authorHost ?? "") }
}

function usage(row: Row, cost: number): Usage {
  return {
    input: number(row.inputTokens),
    output: number(row.outputTokens),
    reasoning: number(row.reasoningTokens),
    cacheRead: number(row.cacheReadTokens),
    cacheWrite: number(row.cacheWriteTokens),
    cost,
  }
}

export function sessionOf(row: Row): Session {
  const json = new JsonReader()
  return json.marked<Session>({
    id: string(row.id),
    projectId: string(row.projectId),
    parentId: optionalString(row.parentId),
    title: string(row.title),
    titleSource: row.titleSource as TitleSource,
    directory: string(row.directory),
    author: author(row),
    agent: optionalString(row.agent),
    model: json.object<ModelReference | null>("model", row.model, null),
    todos: json.list<Todo>("to-do list", row.todos),
    metadata: json.object<JsonObject>("metadata", row.metadata, {}),
    usage: usage(row, nanosToCost(number(row.costNanos))),
    messageCount: number(row.messageCount),
    revision: number(row.revision),
    createdAt: number(row.createdAt),
    updatedAt: number(row.updatedAt),
    archivedAt: optionalNumber(row.archivedAt),
    deletedAt: optionalNumber(row.deletedAt),
    deletionId: optionalString(row.deletionId),
  })
}

export const sessionSummaryOf = (row: Row): SessionSummary => ({
  id: string(row.id),
  projectId: string(row.projectId),
  title: string(row.title),
  updatedAt: number(row.updatedAt),
  deletedAt: optionalNumber(row.deletedAt),
})

export function messageOf(row: Row): Message {
  const json = new JsonReader()
  return json.marked<Message>({
    id: string(row.id),
    sessionId: string(row.sessionId),
    role: string(row.role),
    parentId: optionalString(row.parentId),
    agent: optionalString(row.agent),
    model: json.object<ModelReference | null>("model", row.model, null),
    usage: row.inputTokens === null ? null : usage(row, number(row.cost)),
    error: json.value("error", row.error),
    author: author(row),
    metadata: json.object<JsonObject>("metadata", row.metadata, {}),
    createdAt: number(row.createdAt),
    updatedAt: number(row.updatedAt),
    completedAt: optionalNumber(row.completedAt),
    position: number(row.position),
    revision: number(row.revision),
  })
}

export function partOf(row: Row): Part {
  const json = new JsonReader()
  return json.marked<Part>({
    id: string(row.id),
    sessionId: string(row.sessionId),
    messageId: string(row.messageId),
    type: string(row.type),
    data: json.object<JsonObject>("data", row.data, {}),
    createdAt: number(row.createdAt),
    updatedAt: number(row.updatedAt),
    position: number(row.position),
    revision: number(row.revision),
  })
}

/** A part of which only its other fields were read. */
export const unloadedPartOf = (row: Row): Part => ({
  ...partOf({ ...row, data: "{}" }),
  unloaded: { bytes: number(row.bytes) },
})

/** A part's data alone; empty where it cannot be read. */
export const partDataOf = (row: Row): JsonObject => new JsonReader().object<JsonObject>("data", row.data, {})

export function fileVersionOf(row: Row): FileVersion {
  return {
    sessionId: string(row.sessionId),
    path: string(row.path),
    version: number(row.version),
    content: string(row.content),
    createdAt: number(row.createdAt),
    revision: number(row.revision),
  }
}

export function tombstoneOf(row: Row): RecordedChange {
  const revision = number(row.revision)
  switch (row.type) {
    case "message.removed":
      return { type: "message.removed", revision, messageId: string(row.messageId) }
    case "part.removed":
      return { type: "part.removed", revision, messageId: string(row.messageId), partId: string(row.partId) }
    default:
      return { type: "file.removed", revision, path: string(row.path), version: number(row.version) }
  }
}
