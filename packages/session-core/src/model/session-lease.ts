import type { Author } from "./author.ts"
import type { JsonValue } from "./json.ts"
import type { Session } from "./session.ts"

/** Who continues a session. Others are shown it, and a program asks before two people go on in one session at once. */
export interface SessionLease extends Author {
  /** Since when, epoch milliseconds, by the holder's clock. */
  since: number
}

/** For how long after its last change a session counts as being continued, milliseconds. */
export const leaseMilliseconds = 30 * 60 * 1000

/** Who took a session over last, however long ago; null when nobody has. */
export function leaseOf({ metadata }: Pick<Session, "metadata">): SessionLease | null {
  const { lease } = metadata
  if (!isObject(lease)) return null
  const { user, host, since } = lease
  if (typeof user !== "string" || typeof host !== "string" || typeof since !== "number") return null
  return { user, host, since }
}

/**
 * Who is at work in a session: who took it over last, else its author, until nothing was written for half an hour. Null when nobody
 * is. `now` is in epoch milliseconds.
 *
 * @example
 * ```ts
 * const holder = leaseHolder(session, Date.now())
 * if (holder !== null) console.log(holder.user, "is at work in it")
 * ```
 */
export function leaseHolder(session: Pick<Session, "metadata" | "author" | "updatedAt">, now: number): Author | null {
  const lease = leaseOf(session)
  const last = Math.max(session.updatedAt, lease?.since ?? 0)
  if (now - last >= leaseMilliseconds) return null
  return lease === null ? session.author : { user: lease.user, host: lease.host }
}

const isObject = (value: JsonValue | undefined): value is { [key: string]: JsonValue | undefined } =>
  typeof value === "object" && value !== null && !Array.isArray(value)
