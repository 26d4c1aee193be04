import type { JsonObject, MessageFields } from "@opencode/session-core"
import { limits } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"
import { isId, isText, jsonOfColumn } from "../values/plain-values.ts"
import { readGoTime } from "./go-time.ts"

/** Reasons of a reply's end that say that it failed. */
const failures: readonly unknown[] = ["error", "content_filter"]

/** A message from its row, all but its parts. */
export interface GoMessage extends Omit<MessageFields, "id" | "metadata"> {
  /** What has no field. */
  kept: JsonObject
}

/** Reads a message's row. `parts` are its parts as the row has them: the last one says how a reply ended. */
export function readGoMessage(row: Record<string, unknown>, parts: unknown): GoMessage {
  const { id: _id, session_id: _sessionId, role, parts: _parts, model, provider, created_at: created, ...others } = row
  const { finished_at: finished, updated_at: updated } = others
  const createdAt = readGoTime(created) ?? 0
  const isUsable = isId(provider)
  const named = typeof model === "string" && model !== ""
  return {
    ...{ role: isId(role) ? role : "unknown", parentId: null, agent: null, usage: null, author: null },
    model: named ? { providerId: isUsable ? provider : "unknown", modelId: model } : null,
    error: errorOf(parts),
    ...{ createdAt, updatedAt: readGoTime(updated) ?? createdAt, completedAt: readGoTime(finished) },
    kept: {
      ...withoutNulls({ ...others, ...(named && isUsable ? {} : { provider: provider === "" ? null : provider }) }),
      ...(isId(role) ? {} : { role: jsonOfColumn(role ?? null) }),
    },
  }
}

/** Why a reply failed. The part that says so stays a part. */
function errorOf(parts: unknown): MessageFields["error"] {
  const last = Array.isArray(parts) ? parts.findLast((part) => isObject(part) && part.type === "finish") : undefined
  const { reason, message, details }: JsonObject = isObject(last) && isObject(last.data) ? last.data : {}
  if (!failures.includes(reason) || !isText(message, limits.valueBytes) || message === "") return null
  const text = typeof details === "string" && details !== "" ? `${message}: ${details}` : message
  return { name: String(reason), message: text }
}

/** A row's columns as JSON, but for those without a value. */
export function withoutNulls(row: Record<string, unknown>): JsonObject {
  const entries = Object.entries(row).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(entries.map(([name, value]) => [name, jsonOfColumn(value)]))
}
