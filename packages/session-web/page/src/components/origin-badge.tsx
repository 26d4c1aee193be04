import { sessionOrigin, shortOrigin } from "@opencode/session-core/model"
import type { Session } from "../api/types.ts"

/** The program that a session was imported from; nothing for one that was written here. */
export function OriginBadge({ session }: { session: Session }) {
  const origin = sessionOrigin(session)
  if (origin === null) return null
  const name = origin.version === null ? origin.program : `${origin.program} ${origin.version}`
  return (
    <span class="origin" title={`Imported from ${name}`}>
      {shortOrigin(origin)}
    </span>
  )
}
