import { effect, signal } from "@preact/signals"
import { connection, followChanges } from "../api/event-stream.ts"
import type { SessionEvent } from "../api/types.ts"
import { openSessionId, targetMessage } from "../content/page-address.ts"
import { Conversation } from "./conversation/conversation.ts"
import { loadProjects } from "./projects.ts"
import { chosenProject, route } from "./route.ts"
import { applyToList, reloadSessions } from "./session-list.ts"
import { loadStatus } from "./status.ts"

/** The session that is open; null in the views that show none. */
export const conversation = signal<Conversation | null>(null)

effect(() => {
  const id = openSessionId(route.value)
  if (id === (conversation.peek()?.id ?? null)) return
  conversation.value = id === null ? null : new Conversation(id, targetMessage(route.value))
  if (connection.peek() !== "connecting") void conversation.peek()?.load()
})

/** Reads what the page shows, and keeps it as new as the store is. Another project is another stream. */
export function startPage(): void {
  effect(() => followChanges(chosenProject.value, { onSession: takeEvent, onReset: readAnew }))
}

function readAnew(): void {
  void loadStatus()
  void loadProjects()
  void reloadSessions()
  void conversation.peek()?.load()
}

function takeEvent({ sessionId, session, revision }: SessionEvent): void {
  applyToList(sessionId, session)
  const open = conversation.peek()
  if (open === null || open.id !== sessionId) return
  if (session === null) {
    open.missing.value = true
    return
  }
  open.takeSession(session)
  void open.follow(revision)
}
