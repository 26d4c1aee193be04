import type { JsonObject, JsonValue, MessageWithParts, Part, Session } from "@opencode/session-core"
import { agentOf, attachmentOf } from "../mapping/attachment.ts"
import { contentItemOf, contentTypes, type PartOrigin } from "../mapping/content-item.ts"
import { messageDataOf } from "../mapping/message-data.ts"
import { sessionInfoOf } from "../mapping/session-info.ts"
import { isObject } from "../values/json-text.ts"
import { type DocumentFormat, type MessageContext, partsOf } from "./document-format.ts"
import { secondTypeOf } from "./generation.ts"
import { indentedJson } from "./indented-json.ts"
import { sessionRowFor } from "./session-row-for.ts"

/** `{info, messages: [{id, type, …}]}`, as OpenCode 2.x exports and imports it. */
export const secondGeneration: DocumentFormat = {
  infoOf,
  async *writeMessage(message, context) {
    const type = secondTypeOf(message.metadata)
    const written: Written = { type: type ?? typesOfRoles[message.role] ?? "synthetic", isSecond: type !== null }
    yield `${context.begin()}{\n      "id": ${JSON.stringify(context.idOf("msg", message.id))},\n      "type": ${JSON.stringify(written.type)}`
    for (const [key, value] of Object.entries(headOf(message, written))) yield* member(key, value)
    yield* (writers[written.type] ?? writeText)(message, context, written)
    yield "\n    }"
    if (!written.isSecond && written.type === "user") yield* writeAdded(message, context)
  },
}

/** As what a message is written. */
interface Written {
  type: string
  /** Whether OpenCode 2.x wrote it: it then comes out as it went in. */
  isSecond: boolean
}

const typesOfRoles: Readonly<Record<string, string>> = { user: "user", assistant: "assistant", system: "system" }

/** 2.x has the folder as a location, and where it is in the project as a subpath. */
function infoOf(session: Session, { idOf }: MessageContext): JsonObject {
  const { directory, path, location, title, ...info } = sessionInfoOf(sessionRowFor(session))
  const { cost, input, output, reasoning, cacheRead, cacheWrite } = session.usage
  return {
    cost,
    tokens: { input, output, reasoning, cache: { read: cacheRead, write: cacheWrite } },
    ...info,
    id: idOf("ses", session.id),
    ...(session.parentId === null ? {} : { parentID: idOf("ses", session.parentId) }),
    title: title ?? "",
    location: { ...(isObject(location) ? location : {}), directory: absolute(directory) },
    ...(typeof path === "string" && path !== "" ? { subpath: path } : {}),
  }
}

/** 2.x takes none but absolute folders, and moves the session to the one in which it is imported. */
function absolute(directory: JsonValue | undefined): string {
  const folder = typeof directory === "string" ? directory : ""
  return /^(?:\/|[A-Za-z]:|\\\\)/.test(folder) ? folder : `/${folder}`
}

/** All of a message but what it consists of. */
function headOf(message: MessageWithParts, { type, isSecond }: Written): JsonObject {
  const { role, type: _type, modelID, providerID, model, error, finish, ...data } = messageDataOf(message)
  const rest = isObject(model) ? model : {}
  const reference = message.model === null ? {} : { id: message.model.modelId, providerID: message.model.providerId }
  const { providerID: _provider, modelID: _model, ...others } = rest
  const named: JsonObject = Object.keys(reference).length === 0 ? {} : { model: { ...others, ...reference } }
  if (isSecond) {
    return {
      ...data,
      ...(Object.keys(reference).length > 0 ? named : model === undefined ? {} : { model }),
      ...(error === undefined ? {} : { error }),
      ...(finish === undefined ? {} : { finish }),
    }
  }
  return {
    ...(typesOfRoles[message.role] === undefined ? { role } : {}),
    ...(type === "assistant" ? { agent: "build", model: { id: "unknown", providerID: "unknown" } } : {}),
    ...data,
    ...named,
    ...(error === undefined ? {} : { error: errorOf(error) }),
    ...finishOf(finish),
  }
}

const finishes: readonly JsonValue[] = ["stop", "length", "tool-calls", "content-filter", "error", "unknown"]

function finishOf(finish: JsonValue | undefined): JsonObject {
  if (finish === undefined) return {}
  return finishes.includes(finish) ? { finish } : { finish: "unknown", rawFinish: finish }
}

/** 2.x has errors as `{type, message, status?}`, 1.x as `{name, data: {message, statusCode?}}`. */
function errorOf(error: JsonValue): JsonValue {
  if (!isObject(error)) return { type: "unknown", message: typeof error === "string" ? error : JSON.stringify(error) }
  const data = isObject(error.data) ? error.data : error
  const { message, statusCode } = data
  return {
    type: typeof error.name === "string" ? error.name : "unknown",
    message: typeof message === "string" ? message : JSON.stringify(error),
    ...(typeof statusCode === "number" ? { status: statusCode } : {}),
  }
}

type Writer = (message: MessageWithParts, context: MessageContext, written: Written) => AsyncGenerator<string>

const writers: Readonly<Record<string, Writer>> = {
  user: writePrompt,
  assistant: writeReply,
  shell: writeShell,
  compaction: writeCompaction,
}

async function* writePrompt(
  message: MessageWithParts,
  context: MessageContext,
  { isSecond }: Written,
): AsyncGenerator<string> {
  yield* writeText(message, context)
  const lists: readonly [key: string, type: string, write: (data: JsonObject) => JsonValue][] = [
    ["files", "file", (data) => attachmentOf(data, isSecond)],
    ["agents", "agent", (data) => agentOf(data, isSecond)],
    ["skills", "skill", (data) => data],
  ]
  for (const [key, type, write] of lists)
    yield* list(key, partsOf(context, message, ofType(type)), ({ data }) => write(data))
  const isWritten = ({ type }: Part) => type === "text" || lists.some(([, each]) => each === type)
  yield* others(message, context, isWritten)
}

async function* writeReply(
  message: MessageWithParts,
  context: MessageContext,
  { isSecond }: Written,
): AsyncGenerator<string> {
  const origin: PartOrigin = { isSecond, createdAt: message.createdAt }
  const isContent = ({ type, data }: Part) => isSecond || (contentTypes.includes(type) && data.synthetic !== true)
  yield* list("content", partsOf(context, message, isContent), (part) => contentItemOf(part, origin), true)
  if (isSecond) return
  const snapshot = await snapshotOf(message, context)
  if (Object.keys(snapshot).length > 0) yield* member("snapshot", snapshot)
  const isStep = ({ type }: Part) => ["step-start", "step-finish", "patch"].includes(type)
  yield* others(message, context, (part) => isContent(part) || isStep(part))
}

/** The states of the files before and after a reply, and which files it changed. */
async function snapshotOf(message: MessageWithParts, context: MessageContext): Promise<JsonObject> {
  const states: string[] = []
  const files: JsonValue[] = []
  const isStep = ({ type }: Part) => ["step-start", "step-finish", "patch"].includes(type)
  for await (const { type, data } of partsOf(context, message, isStep)) {
    if (typeof data.snapshot === "string") states.push(data.snapshot)
    if (type === "patch" && Array.isArray(data.files)) files.push(...data.files)
  }
  const [start, end] = [states[0], states.at(-1)]
  return {
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(files.length === 0 ? {} : { files }),
  }
}

/** What 2.x has no place for in such a message is kept with its metadata. */
async function* others(
  message: MessageWithParts,
  context: MessageContext,
  isWritten: (part: Part) => boolean,
): AsyncGenerator<string> {
  const parts = partsOf(context, message, (part) => !isWritten(part))
  const first = await parts.next()
  if (first.done === true) return
  yield ',\n      "metadata": {\n        "parts": [\n          '
  yield* indentedJson({ type: first.value.type, ...first.value.data }, 10)
  for await (const { type, data } of parts) {
    yield ",\n          "
    yield* indentedJson({ type, ...data }, 10)
  }
  yield "\n        ]\n      }"
}

async function* writeText(message: MessageWithParts, context: MessageContext): AsyncGenerator<string> {
  const isSecond = secondTypeOf(message.metadata) !== null
  const texts: string[] = []
  for await (const { data } of partsOf(context, message, ofType("text"))) {
    // What a program added to a prompt is a message of its own in 2.x.
    const isAdded = !isSecond && message.role === "user" && data.synthetic === true
    if (typeof data.text === "string" && !isAdded) texts.push(data.text)
  }
  if (texts.length > 0 || !isSecond) yield* member("text", texts.join("\n"))
}

/** What a program added to a prompt of 1.x, such as the content of a file: in 2.x, messages after it. */
async function* writeAdded(message: MessageWithParts, context: MessageContext): AsyncGenerator<string> {
  let index = 0
  for await (const { data } of partsOf(context, message, ofType("text"))) {
    if (data.synthetic !== true) continue
    index += 1
    const added = {
      id: `${context.idOf("msg", message.id)}_${index}`,
      type: "synthetic",
      time: { created: message.createdAt },
      text: data.text ?? "",
    }
    yield context.begin()
    yield* indentedJson(added, 4)
  }
}

async function* writeShell(message: MessageWithParts, context: MessageContext): AsyncGenerator<string> {
  for await (const { data } of partsOf(context, message, ofType("tool"))) {
    const state = isObject(data.state) ? data.state : {}
    const { status, exit, ...rest }: JsonObject = isObject(state.metadata) ? state.metadata : {}
    const command = isObject(state.input) ? state.input.command : undefined
    yield* member("shellID", data.callID ?? "")
    yield* member("command", command ?? "")
    yield* member("status", status ?? "")
    if (exit !== undefined) yield* member("exit", exit)
    if (typeof state.output === "string") yield* member("output", { output: state.output, ...rest })
  }
}

async function* writeCompaction(message: MessageWithParts, context: MessageContext): AsyncGenerator<string> {
  for await (const { type, data } of partsOf(
    context,
    message,
    ({ type }) => type === "compaction" || type === "text",
  )) {
    if (type === "text") yield* member("summary", data.text ?? "")
    else {
      if (data.reason !== undefined) yield* member("reason", data.reason)
      if (data.status !== undefined) yield* member("status", data.status)
    }
  }
}

const ofType =
  (wanted: string) =>
  ({ type }: Part): boolean =>
    type === wanted

function* member(key: string, value: JsonValue | undefined): Generator<string> {
  if (value === undefined) return
  yield `,\n      ${JSON.stringify(key)}: `
  yield* indentedJson(value, 6)
}

/** A list of a message, whose items are read one by one. An empty one is left out, unless it is needed. */
async function* list(
  key: string,
  parts: AsyncGenerator<Part>,
  write: (part: Part) => JsonValue,
  isNeeded = false,
): AsyncGenerator<string> {
  let separator = `,\n      ${JSON.stringify(key)}: [`
  let isEmpty = true
  for await (const part of parts) {
    yield `${separator}\n        `
    yield* indentedJson(write(part), 8)
    separator = ","
    isEmpty = false
  }
  if (!isEmpty) yield "\n      ]"
  else if (isNeeded) yield `${separator}]`
}
