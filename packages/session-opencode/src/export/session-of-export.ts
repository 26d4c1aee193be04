import type { JsonObject, JsonValue, PartFields } from "@opencode/session-core"
import { isDeeperThan } from "@opencode/session-core/transfer"
import { readMessageData } from "../mapping/message-data.ts"
import { readPartData } from "../mapping/part-data.ts"
import { sessionRowOf } from "../mapping/session-info.ts"
import { readSessionMessage } from "../mapping/session-message.ts"
import { sessionFieldsOf, sourceProjectOf } from "../mapping/session-row.ts"
import type { SourceLog } from "../source/source-log.ts"
import type { SourceContent, SourceSession } from "../source/source-session.ts"
import { fitMetadata } from "../values/fit-metadata.ts"
import { fitPart, shortenedReason } from "../values/fit-part.ts"
import { isObject, maximumLevels } from "../values/json-text.ts"
import { isCount, isId } from "../values/plain-values.ts"

/** What `opencode export` writes. */
export interface OpenCodeExport {
  /** The session, with an id. */
  info: JsonObject
  /** The messages in order, each time from the first. */
  messages: () => Iterable<JsonValue>
  /** What was taken out of it, in an export of ours. */
  redacted?: JsonValue
}

/**
 * The session of an export, in the same terms as one from OpenCode's database. An export has neither to-dos nor the times of
 * parts and of messages' last writes: where they are known already, they stay.
 */
export function sessionOfExport({ info, messages, redacted }: OpenCodeExport, log: SourceLog): SourceSession {
  const id = String(info.id)
  const row = sessionRowOf(
    withoutDeep(asFirst(info), (key) => log.skipped({ table: "session", id, reason: deepValue(key) })),
  )
  const createdAt = isCount(row.time_created) ? row.time_created : 0
  const metadata = fitMetadata(row, JSON.stringify(row).length, (key, size) =>
    log.skipped({ table: "session", id, reason: `Its ${key} is too large; the rest is imported.`, size }),
  )
  return {
    id,
    origin: "opencode",
    project: sourceProjectOf(row),
    fields: { ...sessionFieldsOf(row), todos: null },
    metadata,
    createdAt,
    updatedAt: isCount(row.time_updated) ? row.time_updated : createdAt,
    fieldsOf: sessionFieldsOf,
    // The folder may be among what was taken out: no reason to move the session.
    ...(redacted === undefined ? { projectOf: sourceProjectOf } : { redacted: true }),
    complete: false,
    contents: () => readMessages(messages(), log),
    raw: null,
  }
}

/** 2.x names the folder as a location, and where it is in the project as a subpath. */
function asFirst(info: JsonObject): JsonObject {
  const { location, subpath, ...others } = info
  if (!isObject(location) || typeof location.directory !== "string") return info
  const { directory, ...rest } = location
  const path = typeof subpath === "string" ? subpath : ""
  return { directory, path, ...others, ...(Object.keys(rest).length === 0 ? {} : { location: rest }) }
}

function* readMessages(messages: Iterable<JsonValue>, log: SourceLog): Generator<SourceContent> {
  let index = -1
  for (const each of messages) {
    index += 1
    if (isSessionMessage(each)) {
      yield* readSecond(each, log)
      continue
    }
    const info = isObject(each) ? each.info : undefined
    if (!isObject(each) || !isObject(info) || !isId(info.id)) {
      log.skipped({ table: "messages", id: `[${index}]`, reason: "It has no info with an id." })
      continue
    }
    const { id, sessionID: _sessionID, ...all } = info
    const name = id as string
    const data = withoutDeep(all, (key) => log.skipped({ table: "message", id: name, reason: deepValue(key) }))
    const message = readMessageData(name, data, null)
    const raw = JSON.stringify(data)
    const kept = isObject(message.metadata.opencode) ? message.metadata.opencode : {}
    const opencode = fitMetadata(kept, raw.length, (key, size) =>
      log.skipped({ table: "message", id: message.id, reason: `Its ${key} is too large; the rest is imported.`, size }),
    )
    message.metadata = { opencode }
    yield { kind: "message", message, raw }
    const parts = Array.isArray(each.parts) ? each.parts : []
    for (const [partIndex, part] of parts.entries()) {
      const place = `${message.id}.parts[${partIndex}]`
      yield readPart(part, place, message.id, message.createdAt, log)
    }
  }
}

/** A message as 2.x exports it: without `info` and `parts`, and with a type that says what it consists of. */
const isSessionMessage = (value: JsonValue): value is JsonObject & { id: string; type: string } =>
  isObject(value) && value.info === undefined && isId(value.id) && isId(value.type)

function* readSecond(
  { id, type, ...all }: JsonObject & { id: string; type: string },
  log: SourceLog,
): Generator<SourceContent> {
  const data = withoutDeep(all, (key) => log.skipped({ table: "message", id, reason: deepValue(key) }))
  const { message, parts } = readSessionMessage(id, type, data, null)
  const raw = JSON.stringify(message)
  const kept = isObject(message.metadata.opencode) ? message.metadata.opencode : {}
  const opencode = fitMetadata(kept, raw.length, (key, size) =>
    log.skipped({ table: "message", id, reason: `Its ${key} is too large; the rest is imported.`, size }),
  )
  yield { kind: "message", message: { ...message, metadata: { opencode } }, raw }
  for (const part of parts) {
    const rawPart = JSON.stringify(part.data)
    yield { kind: "part", part: { ...part, data: fitted(part.data, rawPart.length, part.type, id, log) }, raw: rawPart }
  }
}

const fitted = (data: JsonObject, size: number, type: string, id: string, log: SourceLog): JsonObject =>
  fitPart(data, size, (path, bytes) =>
    log.skipped({ table: "part", id, reason: shortenedReason(path, type), size: bytes }),
  )

const deepValue = (key: string): string => `Its ${key} is nested more than ${maximumLevels} deep; the rest is imported.`

/** Without the members that are nested too deeply. The file is one document: unlike a database, it has no text of each. */
function withoutDeep(value: JsonObject, onOmit: (key: string) => void): JsonObject {
  const deep = Object.keys(value).filter((key) => isDeeperThan(value[key], maximumLevels))
  if (deep.length === 0) return value
  for (const key of deep) onOmit(key)
  return Object.fromEntries(Object.entries(value).filter(([key]) => !deep.includes(key)))
}

function readPart(part: JsonValue, name: string, messageId: string, createdAt: number, log: SourceLog): SourceContent {
  if (!isObject(part) || !isId(part.id)) {
    log.skipped({ table: "parts", id: name, reason: "It has no id." })
    return { kind: "skipped", raw: "" }
  }
  const { id, sessionID: _sessionID, messageID: _messageID, ...content } = part
  if (isDeeperThan(content, maximumLevels)) {
    log.skipped({ table: "part", id: part.id, reason: `It is nested more than ${maximumLevels} deep.` })
    return { kind: "skipped", raw: "" }
  }
  const raw = JSON.stringify(content)
  const { type, data } = readPartData(content)
  const fields: PartFields = {
    ...{ id: part.id, messageId, type, data: fitted(data, raw.length, type, part.id, log) },
    ...{ createdAt, updatedAt: createdAt },
  }
  return { kind: "part", part: fields, raw }
}
