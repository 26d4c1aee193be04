import type { JsonObject, Session, SessionFields } from "@opencode/session-core"
import { equalJson } from "@opencode/session-core/transfer"
import type { SourceSession } from "../source/source-session.ts"
import { isObject } from "../values/json-text.ts"
import { hasRedacted, isRedacted } from "../values/redacted.ts"
import { type ImportRecord, importRecordOf } from "./import-record.ts"

/** The fields that changed at the source since the last import, and only them. */
export function changedFields(source: SourceSession, stored: Session): Partial<SessionFields> {
  if (source.redacted === true || isOlder(source, stored)) return {}
  const previousMetadata = stored.metadata[source.origin]
  const previous = isObject(previousMetadata) ? source.fieldsOf(previousMetadata) : {}
  const { todos, title, titleSource, ...rest } = source.fields
  const next: Partial<SessionFields> = { ...rest }
  if (stored.titleSource !== "user") Object.assign(next, { title, titleSource })
  const changed = Object.entries(next).filter(([key, value]) => {
    // The keys of `next` are those of the fields.
    const name = key as keyof SessionFields
    return !isRedacted(value) && !equalJson(value, previous[name]) && !equalJson(value, stored[name])
  })
  const fields: Partial<SessionFields> = Object.fromEntries(changed)
  if (todos !== null && !equalJson(todos, stored.todos)) fields.todos = todos
  return fields
}

/** Whether the source is an older copy of what was imported already. */
export function isOlder(source: SourceSession, stored: Session): boolean {
  const record = importRecordOf(stored.metadata)
  const previous = stored.metadata[source.origin]
  const last = isObject(previous) ? previous.time_updated : undefined
  return record !== null && typeof last === "number" && source.updatedAt < last
}

/** Whether the source says something else of what we have no field for. */
export function metadataDiffers(source: SourceSession, stored: Session): boolean {
  const previous = stored.metadata[source.origin]
  if (!isObject(previous)) return true
  const { project: _previous, ...kept } = previous
  const { project: _next, ...next } = withoutRedacted(source)
  // An export has no row of the database: what it does not say is no difference.
  const comparable = source.complete ? kept : Object.fromEntries(Object.entries(kept).filter(([key]) => key in next))
  return !equalJson(comparable, next)
}

/** What an export says where nothing was taken out. */
function withoutRedacted({ complete, metadata, redacted }: SourceSession): JsonObject {
  if (redacted === true) return {}
  return complete ? metadata : Object.fromEntries(Object.entries(metadata).filter(([, value]) => !hasRedacted(value)))
}

/** The metadata of a session: what is there, what the source has no field for, and what is noted of the import. */
export function sessionMetadata(source: SourceSession, existing: JsonObject, record?: ImportRecord): JsonObject {
  const previous = existing[source.origin]
  const before = !source.complete && isObject(previous) ? previous : {}
  return {
    ...existing,
    [source.origin]: { ...before, ...(isObject(previous) ? withoutRedacted(source) : source.metadata) },
    ...(record === undefined ? {} : { import: record }),
  }
}
