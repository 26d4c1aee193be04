import { type SessionOrigin, shortOrigin } from "@opencode/session-core/model"

/** The program that a session was imported from; nothing for one that was written here. */
export function OriginBadge({ origin }: { origin: SessionOrigin | null }) {
  if (origin === null) return null
  const name = origin.version === null ? origin.program : `${origin.program} ${origin.version}`
  return (
    <span class="origin" title={`Imported from ${name}`}>
      {shortOrigin(origin)}
    </span>
  )
}
