import { hasToken, projectIdFromRemote } from "@opencode/session-core/project"
import { isId } from "../values/plain-values.ts"

/**
 * The id that the Go lineage keeps, without the credentials that it may hold: it was cut out of the remote's URL. Null when
 * nothing is left.
 */
export function safeProjectId(id: string): string | null {
  const cleaned =
    id.includes("@") || id.includes("://") || hasToken(id)
      ? projectIdFromRemote(id.includes("://") ? id : `https://${id}`)
      : id
  return cleaned !== null && isId(cleaned) ? cleaned : null
}
