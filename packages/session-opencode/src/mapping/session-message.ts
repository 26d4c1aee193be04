import { hash } from "node:crypto"
import type { JsonObject, JsonValue, MessageFields, PartFields } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"
import { isCount, isId } from "../values/plain-values.ts"
import { readContentItem } from "./message-content.ts"
import { type RowTimes, readMessageData } from "./message-data.ts"

/** Of a part: its type and its data. */
type PartContent = Pick<PartFields, "type" | "data">

/** A message of OpenCode 2.x in our terms. */
export interface SessionMessage {
  message: MessageFields
  /** Their ids are those that `partIdOf` makes of their places. */
  parts: PartFields[]
}

/** 2.x gives the pieces of a message no ids: this one is the same each time, so that importing again finds it. */
export const partIdOf = (messageId: string, place: string): string =>
  `prt_${hash("sha256", JSON.stringify([messageId, place])).slice(0, 26)}`

/**
 * A message of OpenCode 2.x, `{type, time, …}`, where what a message consists of depends on its type. The pieces that a reader sees
 * become parts; all else stays under `metadata.opencode`, whose `type` tells the generation.
 */
export function readSessionMessage(id: string, type: string, data: JsonObject, row: RowTimes | null): SessionMessage {
  const { pieces, rest } = (readers[type] ?? asItIs)(data)
  const { model, ...others } = rest
  const message = readMessageData(id, { ...others, role: roleOf(type), ...modelOf(type, model) }, row)
  const kept = isObject(message.metadata.opencode) ? message.metadata.opencode : {}
  message.metadata = { opencode: { ...kept, type } }
  const times = { createdAt: message.createdAt, updatedAt: message.updatedAt }
  const parts = pieces.map(({ place, ...content }) => ({
    id: partIdOf(id, place),
    messageId: id,
    ...content,
    ...times,
  }))
  return { message, parts }
}

/** Who speaks. What the program itself notes, such as another model, is its type. */
const roleOf = (type: string): string => (isId(type) ? type : "unknown")

/** 2.x names a model `{id, providerID, variant?}` in messages of every type. */
function modelOf(type: string, model: JsonValue | undefined): JsonObject {
  if (!isObject(model)) return model === undefined ? {} : { model }
  const { id, providerID, ...rest } = model
  if (typeof id !== "string" || typeof providerID !== "string") return { model }
  if (type !== "assistant") return { model: { ...rest, providerID, modelID: id } }
  return { providerID, modelID: id, ...(Object.keys(rest).length === 0 ? {} : { model: rest }) }
}

interface Pieces {
  /** Each with what its id is made of. */
  pieces: (PartContent & { place: string })[]
  /** What is no piece. */
  rest: JsonObject
}

const readers: Readonly<Record<string, (data: JsonObject) => Pieces>> = {
  user: readPrompt,
  assistant({ content, ...rest }) {
    if (!Array.isArray(content)) return { pieces: [], rest: content === undefined ? rest : { ...rest, content } }
    return { pieces: content.map((item, index) => ({ place: `content.${index}`, ...readContentItem(item) })), rest }
  },
  synthetic: readNote,
  system: readNote,
  skill: readNote,
  shell: readShell,
  compaction: readCompaction,
}

const asItIs = (data: JsonObject): Pieces => ({ pieces: textPiece(data.text, {}), rest: withoutText(data) })

const withoutText = (data: JsonObject): JsonObject => {
  const { text, ...rest } = data
  return typeof text === "string" ? rest : data
}

/** A text as a part; none where there is none. */
const textPiece = (text: JsonValue | undefined, others: JsonObject): Pieces["pieces"] =>
  typeof text === "string" ? [{ place: "text", type: "text", data: { text, ...others } }] : []

function readPrompt(data: JsonObject): Pieces {
  const { files, agents, skills, ...rest } = withoutText(data)
  const listed = { files, agents, skills }
  const unread = Object.entries(listed).filter(([, value]) => value !== undefined && !Array.isArray(value))
  const items = (value: JsonValue | undefined, key: string, read: (item: JsonValue) => PartContent) =>
    (Array.isArray(value) ? value : []).map((item, index) => ({ place: `${key}.${index}`, ...read(item) }))
  return {
    pieces: [
      ...textPiece(data.text, {}),
      ...items(files, "files", readAttachment),
      ...items(agents, "agents", (item) => ({ type: "agent", data: objectOf(item) })),
      ...items(skills, "skills", (item) => ({ type: "skill", data: objectOf(item) })),
    ],
    rest: { ...rest, ...Object.fromEntries(unread) },
  }
}

/** Early versions named a file by its `uri`, later ones have its content. */
function readAttachment(item: JsonValue): PartContent {
  const { uri, data, mime, name, ...rest } = objectOf(item)
  const type = typeof mime === "string" ? mime : "application/octet-stream"
  const url = typeof uri === "string" ? uri : typeof data === "string" ? `data:${type};base64,${data}` : null
  if (url === null) return { type: "file", data: objectOf(item) }
  return { type: "file", data: { ...rest, mime: type, url, ...(name === undefined ? {} : { filename: name }) } }
}

/** What the program tells the model. */
function readNote(data: JsonObject): Pieces {
  return { pieces: textPiece(data.text, { synthetic: true }), rest: withoutText(data) }
}

/** A command that the user ran in the session. */
function readShell(data: JsonObject): Pieces {
  const { shellID, command, status, exit, output, ...rest } = data
  const { created, completed }: JsonObject = isObject(data.time) ? data.time : {}
  const text = isObject(output) ? output.output : output
  const isRunning = status === "running"
  const state: JsonObject = {
    status: isRunning ? "running" : "completed",
    input: { command: command ?? null },
    ...(typeof text === "string" ? { output: text } : {}),
    metadata: {
      status: status ?? null,
      ...(exit === undefined ? {} : { exit }),
      ...(isObject(output) ? withoutOutput(output) : {}),
    },
    ...(isCount(created) ? { time: { start: created, ...(isCount(completed) ? { end: completed } : {}) } } : {}),
  }
  const callID = typeof shellID === "string" ? shellID : ""
  return { pieces: [{ place: "shell", type: "tool", data: { tool: "shell", callID, state } }], rest }
}

const withoutOutput = ({ output: _output, ...rest }: JsonObject): JsonObject => rest

function readCompaction(data: JsonObject): Pieces {
  const { summary, reason, status, ...rest } = data
  const piece = {
    auto: reason === "auto",
    ...(reason === undefined ? {} : { reason }),
    ...(status === undefined ? {} : { status }),
  }
  return {
    pieces: [
      { place: "compaction", type: "compaction", data: piece },
      ...(typeof summary === "string" ? [{ place: "summary", type: "text" as const, data: { text: summary } }] : []),
    ],
    rest: typeof summary === "string" || summary === undefined ? rest : { ...rest, summary },
  }
}

const objectOf = (value: JsonValue): JsonObject => (isObject(value) ? value : { value })
