import { deleteSession, forkSession, restoreSession, updateSession } from "../api/routes.ts"
import type { Session } from "../api/types.ts"
import { attempt, tell } from "./notices.ts"
import { navigate, sessionPath } from "./route.ts"
import { applyToList } from "./session-list.ts"

/*
 * What a person does with a session. The lists follow the response at once; the event of the same change finds them done.
 */

export async function renameSession(id: string, title: string): Promise<void> {
  await apply(() => updateSession(id, { title }))
}

export async function archiveSession(id: string): Promise<void> {
  if (await apply(() => updateSession(id, { archived: true }))) tell("Archived.", () => void unarchiveSession(id))
}

export async function unarchiveSession(id: string): Promise<void> {
  if (await apply(() => updateSession(id, { archived: false }))) tell("Back in the list.")
}

export async function removeSession(id: string): Promise<void> {
  const done = await attempt(async () => {
    await deleteSession(id)
    return true
  })
  if (done !== null) tell("Deleted. It can be restored.", () => void bringBackSession(id))
}

export async function bringBackSession(id: string): Promise<void> {
  if (await apply(() => restoreSession(id))) tell("Restored.")
}

export async function copySession(id: string): Promise<void> {
  const session = await apply(() => forkSession(id, null))
  if (session === null) return
  navigate(sessionPath(session.id))
  tell("This is the copy.")
}

async function apply(work: () => Promise<Session>): Promise<Session | null> {
  const session = await attempt(work)
  if (session !== null) applyToList(session.id, session)
  return session
}
