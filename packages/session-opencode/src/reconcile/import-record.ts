import type { JsonObject } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"

/** What an import notes in a session's metadata, under `import`, so that the next one knows what it had seen. */
export interface ImportRecord extends JsonObject {
  /** Of all that the source had. Null when it has no fingerprint. */
  fingerprint: string | null
  /** The session's revision when the import was done: the session still has it if no other writer has written since. */
  revision: number
  /** The latest time that stood in the source, epoch milliseconds: an older copy of it removes nothing. */
  newest: number
  /** Messages and parts that are not this source's, but others' or another copy's: they are not the import's to remove. */
  kept: string[]
  /** The `identity` of the last complete source. Null where there was none. */
  source: string | null
  /** How far the source's own log of the session had come. Null where it has none. */
  position: JsonObject | null
  /** True where the session was deleted because its source no longer had it: it comes back when the source has it again. */
  gone?: true
}

/** The record of a session's last import; null when there was none, or it is not what one can be. */
export function importRecordOf(metadata: JsonObject): ImportRecord | null {
  const { import: record } = metadata
  if (typeof record !== "object" || record === null || Array.isArray(record)) return null
  const { fingerprint, revision, newest, kept, source, position, gone } = record
  if (typeof fingerprint !== "string" && fingerprint !== null) return null
  if (typeof revision !== "number" || typeof newest !== "number" || !Array.isArray(kept)) return null
  const identity = typeof source === "string" ? source : null
  return {
    ...{ fingerprint, revision, newest, kept: kept.filter((id) => typeof id === "string"), source: identity },
    position: isObject(position) ? position : null,
    ...(gone === true ? { gone } : {}),
  }
}
