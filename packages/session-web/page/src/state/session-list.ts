import { computed, signal } from "@preact/signals"
import { problemText } from "../api/problem.ts"
import { readSessions } from "../api/routes.ts"
import type { Session, SessionState } from "../api/types.ts"
import { flatten, treeOf } from "../content/session-tree.ts"
import { withChange, withPage } from "../content/sessions-in-list.ts"
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

/** The sessions as a tree, last changed first. */
export const sessionTree = computed(() => treeOf(sessions.value.values()))

/** The sessions in the order in which they are shown. */
export const shownSessions = computed(() => sessionTree.value.flatMap(flatten))

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
  sessions.value = withChange(sessions.value, listState.value, sessionId, session)
}

async function loadPage(current: number, cursor: string | null): Promise<void> {
  listLoading.value = true
  try {
    const page = await readSessions(chosenProject.peek(), listState.value, pageSize, cursor)
    if (current !== generation) return
    sessions.value = withPage(sessions.value, page.sessions, cursor === null)
    nextCursor.value = page.nextCursor
    listProblem.value = null
  } catch (problem) {
    if (current === generation) listProblem.value = problemText(problem)
  } finally {
    if (current === generation) listLoading.value = false
  }
}
