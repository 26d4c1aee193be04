import { computed, effect, signal } from "@preact/signals"
import { readProjects } from "../api/routes.ts"
import type { ProjectSummary } from "../api/types.ts"
import { choicesOf } from "../content/project-choices.ts"
import { attempt } from "./notices.ts"
import { chosenProject, listIsOpen, navigate, newSessionPath, route, usagePath } from "./route.ts"
import { status } from "./status.ts"

const known = signal<readonly ProjectSummary[]>([])

/** The id of the project that is shown; null until the server has said which is its own. */
export const shownProjectId = computed(() => chosenProject.value ?? status.value?.project.id ?? null)

/** The projects of the database by their names, with the one that is shown and the server's own, which may be empty yet. */
export const projectChoices = computed(() =>
  choicesOf(known.value, status.value?.project ?? null, shownProjectId.value),
)

export const shownProject = computed(() => projectChoices.value.find(({ id }) => id === shownProjectId.value) ?? null)

effect(() => {
  if (shownProject.value !== null) document.title = `${shownProject.value.name} · Sessions`
})

export async function loadProjects(): Promise<void> {
  known.value = (await attempt(readProjects))?.projects ?? known.value
}

/** Shows another project. What does not belong to it, a session, is left. */
export function chooseProject(id: string): void {
  const project = id === status.value?.project.id ? null : id
  const isListOpen = listIsOpen.peek()
  navigate(route.value.view === "usage" ? usagePath(project) : newSessionPath(project))
  // Who chose from the list wants to see the other's.
  listIsOpen.value = isListOpen
}

/** How a project is shown. */
export const projectName = (projectId: string): string =>
  projectChoices.value.find(({ id }) => id === projectId)?.name ?? projectId
