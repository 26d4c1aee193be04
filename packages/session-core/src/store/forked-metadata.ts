import type { JsonObject, JsonValue } from "../model/json.ts"
import type { Session } from "../model/session.ts"

/** What names the original in the row of it that an import keeps: a fork has a name, a time and a share of its own, or none. */
const namesOfOriginal = ["id", "slug", "share", "share_url", "time_created", "time_updated", "revert"] as const

/** The metadata of a fork: its source's, without what is true of the source alone, such as its share link, who continues it, and the note of its import. */
export function forkedMetadata({ id, metadata, revision }: Session): JsonObject {
  const { import: _note, lease: _lease, ...others } = metadata
  const entries = Object.entries(others).map(([key, value]) => [key, isRowOf(id, value) ? withoutNames(value) : value])
  return { ...Object.fromEntries(entries), forkedFrom: { sessionId: id, revision } }
}

/** Metadata with the point to which the source was reverted, named by the fork's own messages; the same where there is none in the fork. */
export function withRevert({ id, metadata }: Session, own: JsonObject, idOf: ReadonlyMap<string, string>): JsonObject {
  const entries = Object.entries(own).map(([key, value]) => {
    const row = metadata[key]
    if (!isRowOf(id, row) || !isObject(row.revert) || !isObject(value)) return [key, value]
    const { messageID, partID, ...rest } = row.revert
    const message = typeof messageID === "string" ? idOf.get(messageID) : undefined
    if (message === undefined) return [key, value]
    const part = typeof partID === "string" ? idOf.get(partID) : undefined
    return [key, { ...value, revert: { ...rest, messageID: message, ...(part === undefined ? {} : { partID: part }) } }]
  })
  return Object.fromEntries(entries)
}

/** Ids that the point of a revert names. */
export function revertedIds({ id, metadata }: Session): ReadonlySet<unknown> {
  const reverts = Object.values(metadata).flatMap((row) =>
    isRowOf(id, row) && isObject(row.revert) ? [row.revert] : [],
  )
  return new Set(reverts.flatMap(({ messageID, partID }) => [messageID, partID]))
}

const isRowOf = (id: string, value: JsonValue | undefined): value is JsonObject => isObject(value) && value.id === id

function withoutNames(row: JsonObject): JsonObject {
  const names: readonly string[] = namesOfOriginal
  return Object.fromEntries(Object.entries(row).filter(([key]) => !names.includes(key)))
}

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)
