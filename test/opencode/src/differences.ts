import { isDeepStrictEqual } from "node:util"
import type { JsonObject, JsonValue, Session, SessionStore } from "@opencode/session-core"
import { exportToOpenCode } from "@opencode/session-opencode"
import type { OpenCodeRow, OpenCodeRows } from "./opencode-rows.ts"

/**
 * What a store has of OpenCode's sessions differently: a line for each value, empty where nothing differs. Compared are the columns
 * and data of every row, the times of all rows, and the order of messages and parts. The store is one of all projects.
 */
export async function differences(rows: OpenCodeRows, store: SessionStore): Promise<string[]> {
  const found: string[] = []
  const known = new Set(rows.sessions.map(({ id }) => id))
  for await (const { id } of store.sessions.all()) {
    if (!known.has(id)) found.push(`session ${id} is only in the store`)
  }
  for (const row of rows.sessions) {
    const id = String(row.id)
    const session = await store.sessions.get(id)
    if (session === null) found.push(`session ${id} is not in the store`)
    else compare(`session ${id}`, await rowsOf(row, rows), await storedOf(session, store), found)
  }
  return found
}

/** A session as OpenCode's rows have it. */
async function rowsOf(row: OpenCodeRow, rows: OpenCodeRows): Promise<JsonObject> {
  const ofSession = (each: OpenCodeRow) => each.session_id === row.id
  const messages = rows.messages.filter(ofSession)
  const parts = rows.parts.filter(ofSession)
  const partsOf = (message: OpenCodeRow) => parts.filter(({ message_id }) => message_id === message.id)
  return {
    columns: row,
    fields: {
      parentId: row.parent_id ?? null,
      title: row.title ?? "",
      archivedAt: row.time_archived ?? null,
      createdAt: row.time_created ?? null,
      updatedAt: row.time_updated ?? null,
    },
    todos: rows.todos.filter(ofSession).map(({ session_id, position, ...todo }) => todo),
    messages: messages.map((message) => ({
      info: { ...objectOf(message.data), id: message.id ?? null, sessionID: row.id ?? null },
      parts: partsOf(message).map((part) => ({
        ...objectOf(part.data),
        ...{ id: part.id ?? null, sessionID: row.id ?? null, messageID: message.id ?? null },
      })),
    })),
    times: messages.flatMap((message) => [message, ...partsOf(message)].map(timesOfRow)),
  }
}

/** The same as the store has it. */
async function storedOf(session: Session, store: SessionStore): Promise<JsonObject> {
  const { project: _project, ...columns } = objectOf(session.metadata.opencode)
  const { parentId, title, archivedAt, createdAt, updatedAt } = session
  let text = ""
  for await (const piece of exportToOpenCode(store, session.id, { generation: 1 })) text += piece
  const { messages } = JSON.parse(text)
  const times: JsonValue[] = []
  for await (const message of store.messages.all(session.id)) {
    for (const each of [message, ...message.parts]) {
      times.push({ id: each.id, createdAt: each.createdAt, updatedAt: each.updatedAt })
    }
  }
  return {
    columns,
    fields: { parentId, title, archivedAt, createdAt, updatedAt },
    todos: session.todos.map(({ session_id, position, ...todo }) => todo),
    messages,
    times,
  }
}

const timesOfRow = ({ id, time_created, time_updated }: OpenCodeRow): JsonObject => ({
  id: id ?? null,
  createdAt: time_created ?? null,
  updatedAt: time_updated ?? null,
})

const objectOf = (value: JsonValue | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {}

/** Goes down to the values that differ, so that a line says which. */
function compare(path: string, expected: JsonValue | undefined, actual: JsonValue | undefined, found: string[]): void {
  if (isDeepStrictEqual(expected, actual)) return
  if (!isContainer(expected) || !isContainer(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    found.push(`${path}: OpenCode has ${shown(expected)}, the store ${shown(actual)}`)
    return
  }
  const [left, right] = [new Map(Object.entries(expected)), new Map(Object.entries(actual))]
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    compare(`${path}.${key}`, left.get(key), right.get(key), found)
  }
}

const isContainer = (value: JsonValue | undefined): value is JsonObject | JsonValue[] =>
  typeof value === "object" && value !== null

const shown = (value: JsonValue | undefined): string =>
  value === undefined ? "nothing" : JSON.stringify(value).slice(0, 200)
