import { ChangedSessions } from "../follow/changed-sessions.ts"
import { openSource } from "../formats/open-source.ts"
import type { MirrorPlaces } from "./mirror-places.ts"
import { MirrorState } from "./mirror-state.ts"

/**
 * How many sessions of a database have changed since they were sent, where no mirror runs. Null where one does: its status says it; and
 * where none has ever sent any.
 */
export async function mirrorBacklog(database: string, places: MirrorPlaces): Promise<number | null> {
  using state = await MirrorState.open(places)
  if (state === null || state.latest === null) return null
  const ignore = () => {}
  using source = await openSource(database, { log: { damaged: ignore, skipped: ignore, skippedSession: ignore } })
  return new ChangedSessions(state).of(source, { thorough: true })?.length ?? null
}
