import type { JsonObject, Session, SessionStore } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"

/** A generation of OpenCode: each imports exports of its own only. */
export type OpenCodeGeneration = 1 | 2

/** What OpenCode of today imports, for a session that it did not write. */
const newest: OpenCodeGeneration = 2

/** The generation of OpenCode that wrote a session; the newest for one that no OpenCode wrote. */
export async function generationOf(store: SessionStore, session: Session): Promise<OpenCodeGeneration> {
  const { opencode } = session.metadata
  if (!isObject(opencode)) return newest
  const { version } = opencode
  const major = typeof version === "string" ? Number(/^v?(\d+)\./.exec(version)?.[1]) : Number.NaN
  if (Number.isInteger(major)) return major >= 2 ? 2 : 1
  // Exports of 2.x say no version.
  const { messages } = await store.messages.list(session.id, { limit: 1, partial: true })
  return messages.some(({ metadata }) => secondTypeOf(metadata) !== null) ? 2 : 1
}

/** The type of a message that OpenCode 2.x wrote; null for any other. */
export function secondTypeOf(metadata: JsonObject): string | null {
  const { opencode } = metadata
  return isObject(opencode) && typeof opencode.type === "string" ? opencode.type : null
}
