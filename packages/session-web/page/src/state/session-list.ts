import { computed, signal } from "@preact/signals"
import { problemText } from "../api/problem.ts"
import { readSessions } from "../api/routes.ts"
import type { Session, SessionState } from "../api/types.ts"
import { shownProjectId } from "./projects.ts"
import { chosenProject } from "./route.ts"

const pageSize = 60

/** Which sessions the list has. */
export const listState = signal<SessionState>("active")
export const listLoading = signal(true)
export const listProblem = signal<string | null>(null)

const sessions = signal<ReadonlyMap<string, Session>>(new Map())
const nextCursor = signal<string | null>(null)

/** Whether there are older ones to load. */
export const listHasMore = computed(() => nextCursor.value !== null)

/** A session, with those that it started as sub-agents. */
export interface SessionNode {
  session: Session
  children: SessionNode[]
}

/** The sessions as a tree, last changed first. One whose parent is not in the list stands by itself. */
export const sessionTree = computed<SessionNode[]>(() => {
  const nodes = new Map<string, SessionNode>()
  for (const session of sessions.value.values()) nodes.set(session.id, { session, children: [] })
  const roots: SessionNode[] = []
  for (const node of nodes.values()) {
    const parent = node.session.parentId === null ? undefined : nodes.get(node.session.parentId)
    const siblings = parent?.children ?? roots
    siblings.push(node)
    siblings.sort((one, other) => other.session.updatedAt - one.session.updatedAt)
  }
  return roots
})

/** The sessions in the order in which they are shown. */
export const shownSessions = computed<Session[]>(() => sessionTree.value.flatMap(flatten))

// Answers of an earlier choice must not show under a later one.
let generation = 0

export function showState(state: SessionState): Promise<void> {
  listState.value = state
  forget()
  return reloadSessions()
}

// The list of another project is read when its stream has begun.
chosenProject.subscribe(forget)

function forget(): void {
  generation += 1
  listLoading.value = true
  sessions.value = new Map()
  nextCursor.value = null
}

/** Reads the list from its beginning, and shows what it had until then. */
export async function reloadSessions(): Promise<void> {
  generation += 1
  await loadPage(generation, null)
}

export async function loadMoreSessions(): Promise<void> {
  if (listLoading.value || nextCursor.value === null) return
  await loadPage(generation, nextCursor.value)
}

/** Takes over what happened to a session; null when it is gone for good. */
export function applyToList(sessionId: string, session: Session | null): void {
  // It may be open without being of the project that is shown.
  if (session !== null && session.projectId !== (shownProjectId.value ?? session.projectId)) return
  const known = sessions.value.get(sessionId)
  if (session !== null && known !== undefined && known.revision > session.revision) return
  const next = new Map(sessions.value)
  if (session !== null && stateOf(session) === listState.value) next.set(sessionId, session)
  else if (!next.delete(sessionId)) return
  sessions.value = next
}

async function loadPage(current: number, cursor: string | null): Promise<void> {
  listLoading.value = true
  try {
    const page = await readSessions(chosenProject.peek(), listState.value, pageSize, cursor)
    if (current !== generation) return
    const next = new Map(cursor === null ? [] : sessions.value)
    for (const session of page.sessions) {
      const known = sessions.value.get(session.id)
      next.set(session.id, known !== undefined && known.revision > session.revision ? known : session)
    }
    sessions.value = next
    nextCursor.value = page.nextCursor
    listProblem.value = null
  } catch (problem) {
    if (current === generation) listProblem.value = problemText(problem)
  } finally {
    if (current === generation) listLoading.value = false
  }
}

export function stateOf({ deletedAt, archivedAt }: Session): SessionState {
  if (deletedAt !== null) return "deleted"
  return archivedAt === null ? "active" : "archived"
}

function flatten({ session, children }: SessionNode): Session[] {
  return [session, ...children.flatMap(flatten)]
}
