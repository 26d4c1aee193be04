import { DamagedSourceError } from "../source/damaged-source-error.ts"
import type { Source } from "../source/source.ts"
import { type ImportContext, importSession } from "./import-session.ts"

/**
 * Imports sessions of a source, one by one: those of `ids`, or all of them. One that cannot be read to its end does not stop the others: the error is thrown
 * when they are done.
 */
export async function importSessions(
  source: Source,
  context: ImportContext,
  ids: Iterable<string> | null,
): Promise<void> {
  const damaged: { id: string; error: DamagedSourceError }[] = []
  const importOne = async (id: string) => {
    try {
      await source.read(id, async (session) => {
        if (session !== null) await importSession(context, session)
        else await context.onGone?.(id)
      })
    } catch (error) {
      // The rest of the source may well be readable.
      if (!(error instanceof DamagedSourceError)) throw error
      damaged.push({ id, error })
      context.log.skippedSession(id, "The file is damaged there; it was imported as far as it could be read.")
    }
    context.log.seen.sessions += 1
    context.onBatch()
  }
  const importEach = async (ids: Iterable<string>) => {
    try {
      for (const id of ids) await importOne(id)
    } finally {
      // After an interruption, too: the sessions that were read are whole, and stay.
      await context.lastWrites.send()
      await context.projects.flush()
    }
  }
  await importEach(ids ?? source.sessionIds())
  await importEach(context.repeat.splice(0))
  const [first] = damaged
  if (first !== undefined) {
    const others = damaged.length === 1 ? "" : ` and ${damaged.length - 1} others`
    throw first.error.at(`session ${first.id}${others}`)
  }
  if (ids === null) source.reportOrphans()
}
