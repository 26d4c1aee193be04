import type { JsonObject, JsonValue, MessageFields, ModelReference, Usage } from "@opencode/session-core"
import { limits, noUsage } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"
import { isCount, isId, isText } from "../values/plain-values.ts"

/** The times of a message's row. An export has only what stands in the data. */
export interface RowTimes {
  created: unknown
  updated: unknown
}

/**
 * A message from OpenCode's data of it. What has a field of ours goes there; all else, and what a field cannot hold as it
 * is, stays under `metadata.opencode`, so that `messageDataOf` can put it together again.
 */
export function readMessageData(id: string, data: JsonObject, row: RowTimes | null): MessageFields {
  const { role, parentID, agent, error, time, model, providerID, modelID, ...kept } = data
  const times = readTimes(time, row)
  const reference = readModel(role, model, providerID, modelID)
  return {
    id,
    role: isId(role) ? role : "unknown",
    parentId: isId(parentID) ? parentID : null,
    agent: isText(agent, limits.idBytes) ? agent : null,
    model: reference.model,
    usage: readUsage(data.tokens, data.cost),
    error: error ?? null,
    author: null,
    metadata: {
      opencode: {
        ...kept,
        ...(isId(role) || role === undefined ? {} : { role }),
        ...(isId(parentID) || parentID === undefined ? {} : { parentID }),
        ...(isText(agent, limits.idBytes) || agent === undefined ? {} : { agent }),
        ...(error === null ? { error } : {}),
        ...reference.kept,
        ...times.kept,
      },
    },
    createdAt: times.createdAt,
    updatedAt: times.updatedAt,
    completedAt: times.completedAt,
  }
}

function readTimes(time: JsonValue | undefined, row: RowTimes | null) {
  const { created, completed, ...others }: JsonObject = isObject(time) ? time : {}
  const createdAt = isCount(row?.created) ? row.created : isCount(created) ? created : 0
  const completedAt = isCount(completed) ? completed : null
  const updatedAt = isCount(row?.updated) ? row.updated : (completedAt ?? createdAt)
  const isExact =
    isObject(time) &&
    created === createdAt &&
    (completed === undefined || completedAt !== null) &&
    Object.keys(others).length === 0
  return { createdAt, updatedAt, completedAt, kept: isExact || time === undefined ? {} : { time } }
}

/** A user's message has `model: {providerID, modelID}`, an assistant's both at the top. Any other form is kept as it is. */
function readModel(
  role: JsonValue | undefined,
  model: JsonValue | undefined,
  providerID: JsonValue | undefined,
  modelID: JsonValue | undefined,
): { model: ModelReference | null; kept: JsonObject } {
  const asItIs = {
    ...(model === undefined ? {} : { model }),
    ...(providerID === undefined ? {} : { providerID }),
    ...(modelID === undefined ? {} : { modelID }),
  }
  if (role === "assistant") {
    if (typeof providerID !== "string" || typeof modelID !== "string") return { model: null, kept: asItIs }
    return { model: { providerId: providerID, modelId: modelID }, kept: model === undefined ? {} : { model } }
  }
  if (!isObject(model) || Object.hasOwn(model, "providerId") || Object.hasOwn(model, "modelId")) {
    return { model: null, kept: asItIs }
  }
  const { providerID: provider, modelID: name, ...rest } = model
  if (typeof provider !== "string" || typeof name !== "string") return { model: null, kept: asItIs }
  const { model: _model, ...others } = asItIs
  return { model: { ...rest, providerId: provider, modelId: name }, kept: others }
}

/** A cost beyond this many dollars is an error, and would spoil the sums. */
const maximumCost = 1_000_000

/** What a message took. `tokens` and `cost` stay in the metadata as well, with what they have besides. */
function readUsage(tokens: JsonValue | undefined, cost: JsonValue | undefined): Usage | null {
  const hasCost = typeof cost === "number" && Math.abs(cost) <= maximumCost
  if (!isObject(tokens) && !hasCost) return null
  const { input, output, reasoning, cache }: JsonObject = isObject(tokens) ? tokens : {}
  const { read, write }: JsonObject = isObject(cache) ? cache : {}
  return {
    ...noUsage,
    input: countOf(input),
    output: countOf(output),
    reasoning: countOf(reasoning),
    cacheRead: countOf(read),
    cacheWrite: countOf(write),
    cost: hasCost ? cost : 0,
  }
}

const countOf = (value: unknown): number => (isCount(value) ? value : 0)

/** OpenCode's data of a message: the opposite of `readMessageData`. */
export function messageDataOf(message: MessageFields): JsonObject {
  const { role, parentId, agent, error, model, createdAt, completedAt, metadata } = message
  const kept = isObject(metadata.opencode) ? metadata.opencode : {}
  const { omitted: _omitted, columns: _columns, ...rest } = kept
  return {
    ...(parentId === null ? {} : { parentID: parentId }),
    role,
    ...(agent === null ? {} : { agent }),
    ...modelDataOf(role, model),
    time: { created: createdAt, ...(completedAt === null ? {} : { completed: completedAt }) },
    ...(error === null ? {} : { error }),
    ...rest,
  }
}

function modelDataOf(role: string, model: ModelReference | null): JsonObject {
  if (model === null) return {}
  const { providerId, modelId, ...rest } = model
  return role === "assistant"
    ? { modelID: modelId, providerID: providerId }
    : { model: { ...rest, providerID: providerId, modelID: modelId } }
}
