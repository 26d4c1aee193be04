import { leaseHolder, leaseOf } from "@opencode/session-core/model"
import type { Session } from "../api/types.ts"
import { fullTime } from "../content/format.ts"

/** Who took a session over from its author; nothing where nobody has. */
export function LeaseBadge({ session }: { session: Session }) {
  const lease = leaseOf(session)
  if (lease === null) return null
  const { user, host, since } = lease
  const isAtWork = leaseHolder(session, Date.now()) !== null
  return (
    <span class="lease" title={`${user}@${host}, since ${fullTime(since)}`}>
      {isAtWork ? `${user} is at work in it` : `continued by ${user}`}
    </span>
  )
}
